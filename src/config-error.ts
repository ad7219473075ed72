/** A setting is missing or wrong. The message is one sentence for the operator. */
export class ConfigError extends Error {}
