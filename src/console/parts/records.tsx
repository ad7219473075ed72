import type { ReactNode } from 'react';
import css from './records.module.css';

export interface Column<T> {
  name: string;
  /** Figures stand at the right. */
  figures?: boolean;
  cell: (record: T) => ReactNode;
}

/** A table that becomes a list of cards where the screen is too narrow for columns. The first column names the record. */
export function Records<T>({
  label,
  columns,
  records,
  keyOf,
  onOpen,
  actions,
}: {
  label: string;
  columns: Column<T>[];
  records: readonly T[];
  keyOf: (record: T) => string;
  /** Opens a record from the name in its first column. */
  onOpen?: (record: T) => void;
  actions?: (record: T) => ReactNode;
}) {
  return (
    <table className={css.records} aria-label={label}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.name} scope="col" data-figures={column.figures || undefined}>
              {column.name}
            </th>
          ))}
          {actions && <td />}
        </tr>
      </thead>
      <tbody>
        {records.map((record) => (
          <tr key={keyOf(record)}>
            {columns.map((column, i) => (
              <td
                key={column.name}
                data-name={column.name}
                data-first={i === 0 || undefined}
                data-figures={column.figures || undefined}
              >
                {i === 0 && onOpen ? (
                  <button type="button" className={css.open} onClick={() => onOpen(record)}>
                    {column.cell(record)}
                  </button>
                ) : (
                  column.cell(record)
                )}
              </td>
            ))}
            {actions && <td className={css.actions}>{actions(record)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
