import { type JsonMap, listOf, mapOf } from "../read-message.ts";

/** The short words of discovery messages that are looked at here (Home Assistant, MQTT, discovery messages). */
const words: ReadonlyMap<string, string> = new Map(
  `
  avty availability|avty_mode availability_mode|avty_t availability_topic|avty_tpl availability_template
  bri_cmd_t brightness_command_topic|bri_scl brightness_scale|bri_stat_t brightness_state_topic|bri_tpl brightness_template
  bri_val_tpl brightness_value_template
  clrm color_mode|cmd_t command_topic|cmd_tpl command_template|cmps components|cont_type content_type
  curr_temp_t current_temperature_topic|curr_temp_tpl current_temperature_template
  dev device|dev_cla device_class|ent_cat entity_category|ent_pic entity_picture|evt_typ event_types|exp_aft expire_after
  e encoding|en enabled_by_default|frc_upd force_update|ic icon|json_attr_t json_attributes_topic
  mode_cmd_t mode_command_topic|mode_cmd_tpl mode_command_template|mode_stat_t mode_state_topic|mode_stat_tpl mode_state_template
  modes modes|name name|o origin|obj_id object_id|off_dly off_delay|opt optimistic|ops options
  p platform|pct_cmd_t percentage_command_topic|pct_cmd_tpl percentage_command_template|pct_stat_t percentage_state_topic
  pct_val_tpl percentage_value_template|spd_rng_max speed_range_max|spd_rng_min speed_range_min
  pl_avail payload_available|pl_cls payload_close|pl_lock payload_lock|pl_not_avail payload_not_available|pl_off payload_off
  pl_on payload_on|pl_open payload_open|pl_prs payload_press|pl_stop payload_stop|pl_unlk payload_unlock
  pos_clsd position_closed|pos_open position_open|pos_t position_topic|pos_tpl position_template
  schema schema|set_pos_t set_position_topic|set_pos_tpl set_position_template
  stat_cla state_class|stat_clsd state_closed|stat_closing state_closing|stat_lckd state_locked|stat_locked state_locked
  stat_off state_off|stat_on state_on|stat_open state_open|stat_opening state_opening|stat_stopped state_stopped
  stat_t state_topic|stat_tpl state_template|stat_unlckd state_unlocked|stat_unlocked state_unlocked
  stat_val_tpl state_value_template|sug_dsp_prc suggested_display_precision|t topic
  temp_cmd_t temperature_command_topic|temp_cmd_tpl temperature_command_template|temp_stat_t temperature_state_topic
  temp_stat_tpl temperature_state_template|temp_unit temperature_unit
  uniq_id unique_id|unit_of_meas unit_of_measurement|val_tpl value_template
  `
    .trim()
    .split(/[|\n]/)
    .map((pair) => pair.trim().split(" ") as [string, string]),
);

const deviceWords: ReadonlyMap<string, string> = new Map([
  ["ids", "identifiers"],
  ["cns", "connections"],
  ["mf", "manufacturer"],
  ["mdl", "model"],
  ["sw", "sw_version"],
  ["hw", "hw_version"],
  ["sn", "serial_number"],
]);

/** A discovery message with its words written out and `~` filled; of its inner maps those of device, origin and availability, too. */
export function expandWords(message: JsonMap): JsonMap {
  const long = renamed(message, words);
  const base = typeof message["~"] === "string" ? message["~"] : undefined;
  const filled = Object.fromEntries(
    Object.entries(long).map(([key, value]) => [key, key.endsWith("topic") ? fill(value, base) : value]),
  );
  const availability = listOf(long.availability).map((entry) => {
    const one = renamed(mapOf(entry), words);
    return { ...one, topic: fill(one.topic, base) };
  });
  return {
    ...filled,
    device: renamed(mapOf(long.device), deviceWords),
    ...(availability.length > 0 && { availability }),
  };
}

function renamed(map: JsonMap, names: ReadonlyMap<string, string>): JsonMap {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [names.get(key) ?? key, value]));
}

/** `~` stands for the base topic at the beginning or the end of a topic. */
function fill(topic: unknown, base: string | undefined): unknown {
  if (typeof topic !== "string" || base === undefined) return topic;
  if (topic.startsWith("~")) return base + topic.slice(1);
  return topic.endsWith("~") ? topic.slice(0, -1) + base : topic;
}
