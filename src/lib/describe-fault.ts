// A fault for the log: where it happened and what kind it is, without the values that were at hand. Errors of the
// database and of its driver carry whole queries and parameters, so nothing of an error is copied but what is named.

export interface FaultDescription {
  /** The class of the error; not `name`, which the log takes for a person's. */
  kind: string;
  /** SQLSTATE or a system's code. */
  code?: string;
  /** Of a database: which of our own constraints and tables. */
  constraint?: string;
  table?: string;
  /** Left out for errors of the database, which quote values. */
  message?: string;
  /** Where: functions and lines, without the message. */
  stack: string[];
  cause?: FaultDescription;
}

const FROM_DATABASE = /postgres|drizzle|query/i;

/** Describes whatever was thrown. Digits in a message are hidden from the seventh in a row on, as phones are. */
export function describeFault(fault: unknown, depth = 0): FaultDescription {
  if (!(fault instanceof Error)) return { kind: typeof fault, stack: [] };
  const text = (key: string) => {
    const value: unknown = Reflect.get(fault, key);
    return typeof value === 'string' ? value : undefined;
  };
  const [code, constraint, table] = [text('code'), text('constraint_name'), text('table_name')];
  const quotesValues =
    FROM_DATABASE.test(fault.name) || Reflect.has(fault, 'query') || constraint !== undefined;
  return {
    kind: fault.name,
    ...(code ? { code } : {}),
    ...(constraint ? { constraint } : {}),
    ...(table ? { table } : {}),
    ...(quotesValues ? {} : { message: hideDigits(fault.message).slice(0, 500) }),
    stack: (fault.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 12)
      .map((line) => line.trim()),
    ...(fault.cause !== undefined && depth < 4 ? { cause: describeFault(fault.cause, depth + 1) } : {}),
  };
}

function hideDigits(message: string): string {
  return message.replace(/\d[\d\s()-]{5,}\d/g, '•••');
}
