import css from './panel.module.css';
import type { ShiftRows } from './shift-rows.ts';

/** Columns that hold numbers: sum, points given, points taken. */
const NUMBERS = new Set([2, 3, 4]);

export function ShiftTable({ rows: { head, shown }, caption }: { rows: ShiftRows; caption: string }) {
  const align = (column: number) => (NUMBERS.has(column) ? { 'data-number': true } : {});
  return (
    <section className={css.wide} aria-label={caption}>
      <table>
        <thead>
          <tr>
            {head.map((word, column) => (
              <th key={word} scope="col" {...align(column)}>
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map(({ key, cells }) => (
            <tr key={key}>
              {cells.map((value, column) => (
                <td key={head[column]} {...align(column)}>
                  {value}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
