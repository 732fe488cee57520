import type { Driver } from "./define-driver.ts";
import { gpioButton } from "./gpio-button.ts";
import { gpioCounter } from "./gpio-counter.ts";
import { gpioFrequency } from "./gpio-frequency.ts";
import { gpioLevel } from "./gpio-level.ts";
import { gpioMotion } from "./gpio-motion.ts";
import { gpioPwm } from "./gpio-pwm.ts";
import { kernelDrivers } from "./kernel-drivers.ts";
import { modbusRegister } from "./modbus-register.ts";
import { mqttValue } from "./mqtt-value.ts";
import { serialValue } from "./serial-value.ts";
import { simulated } from "./simulated.ts";

/** Every driver there is. The first of a type is what a binding means that names no `as`. */
export const driverTable: readonly Driver[] = [
  simulated,
  mqttValue,
  serialValue,
  modbusRegister,
  gpioLevel,
  gpioCounter,
  gpioFrequency,
  gpioButton,
  gpioMotion,
  gpioPwm,
  ...kernelDrivers,
];
