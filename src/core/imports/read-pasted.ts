import Papa from 'papaparse';

/**
 * The rows of a small sheet that was sent as text: a CSV, or cells pasted from a spreadsheet. What stands the most in the
 * first line parts the cells.
 */
export function readPasted(text: string): string[][] {
  const plain = text.replace(/^\ufeff/, '');
  const [headings = ''] = plain.split('\n');
  const times = (sign: string) => headings.split(sign).length;
  const delimiter = ['\t', ';', ','].reduce((best, sign) => (times(sign) > times(best) ? sign : best));
  return Papa.parse<string[]>(plain, { delimiter }).data;
}
