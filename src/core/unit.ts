/**
 * Names of the IANA SenML units registry (RFC 8428 section 12.1, RFC 8798, and later entries).
 */
const registered = words(`
  m kg g s A K cd mol Hz rad sr N Pa J W C V F Ohm S Wb T H Cel lm lx Bq Gy Sv kat m2 m3 l m/s m/s2 m3/s l/s W/m2
  cd/m2 bit bit/s lat lon pH dB dBW Bspl count / % %RH %EL EL 1/s 1/min beat/min beats S/m B VA VAs var vars J/m kg/m3
  deg NTU
  ms min h MHz kW kVA kvar Ah Wh kWh varh kvarh kVAh Wh/km KiB GB Mbit/s B/s MB/s mV mA dBm ug/m3 mm/h m/h ppm /100
  /1000 hPa mm cm km km/h
  ppb ppt VAh mg/l ug/l g/l
`);

/** Ways to write units that people use although the registry has another name or none; stored as written. */
const customary = words(`
  °C °F ° MWh GWh MW mW µW uW mWh mAh kV µV uV µA uA kΩ MΩ Ω kOhm MOhm kHz GHz µs us l/min l/h m3/h m³/h m³ m² kPa
  bar mbar Nm t mg µg/m³ µg/m3 mg/m3 mg/m³ mm/s rpm 1/h ml cl dl hl g/m³ g/m3 kB MB MiB GiB kbit/s klx kΩ·cm µS/cm
  uS/cm mS/cm d a V/s A/s J/m2 MJ kJ kWh/m3 kW/m2 psi inHg in ft mi mph gal gal/min BTU ct € ¢ V/m A/m A/m2 J/kg mol/l mol/m3 N.m kg/s rad/s kg/h lqi
`);

const shown = new Map([
  ["Cel", "°C"],
  ["%RH", "%"],
  ["%EL", "%"],
  ["/100", "%"],
  ["/1000", "‰"],
  ["/", ""],
  ["count", ""],
  ["Ohm", "Ω"],
  ["kOhm", "kΩ"],
  ["MOhm", "MΩ"],
  ["deg", "°"],
  ["m2", "m²"],
  ["m3", "m³"],
  ["m/s2", "m/s²"],
  ["m3/s", "m³/s"],
  ["m3/h", "m³/h"],
  ["W/m2", "W/m²"],
  ["cd/m2", "cd/m²"],
  ["kg/m3", "kg/m³"],
  ["ug/m3", "µg/m³"],
  ["µg/m3", "µg/m³"],
  ["mg/m3", "mg/m³"],
  ["g/m3", "g/m³"],
  ["uS/cm", "µS/cm"],
  ["us", "µs"],
  ["uA", "µA"],
  ["uV", "µV"],
  ["uW", "µW"],
  ["beat/min", "bpm"],
  ["lat", "°"],
  ["lon", "°"],
]);

/** Whether a unit is of the SenML registry or one of the accepted customary ones. */
export function isUnit(text: string): boolean {
  return registered.has(text) || customary.has(text);
}

/** How people read a unit: `Cel` is °C, `%RH` is %, a count has none. */
export function showUnit(unit: string): string {
  return shown.get(unit) ?? unit;
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

/** All of them, for a hint at the nearest. */
export const knownUnits: readonly string[] = [...registered, ...customary];
