// The draw, so that anybody can check it with what is published.
//
//   before   commitment = SHA-256 of the seed, both in hexadecimal digits; the seed is 64 digits made by chance at the launch.
//   after    tickets: a text of lines "<prize> <ticket>\n", by prize, then by ticket in the order of their characters.
//            H = SHA-256 of that text, in hexadecimal digits.
//            For each prize its tickets are a list, and for its places i = 1, 2, 3...:
//              for c = 0, 1, 2...: r = the first 6 bytes of HMAC-SHA-256(key: the seed's digits as text,
//                message: "<H>:<prize>:<i>:<c>") as a whole number, the highest byte first;
//                m = how many tickets are in the list; when r < floor(2^48 / m) * m, that r is taken.
//              The ticket at place r mod m of the list, counted from 0, has won and leaves the list.
//
// Values of r at the upper end are passed over because r mod m would favour the first tickets otherwise. To commit before and to
// reveal afterwards is an old scheme (Blum, "Coin flipping by telephone", 1981); a draw by numbers from a keyed hash of a frozen list is
// that of RFC 3797 ("Publicly Verifiable Nominations Committee Random Selection"), with HMAC-SHA-256 (RFC 2104) for its MD5.
// Who is not protected: whoever knows the seed and can put tickets of their own into the list could try out lists before it is frozen. So
// tickets follow from players, who were there before, and everybody finds their own in the list.
import { createHash, createHmac } from 'node:crypto';

const BYTES = 6;
const VALUES = 2 ** (8 * BYTES);

/** One ticket as a line of the published text. */
export function ticketLine(prizeNo: number, ticket: string): string {
  return `${prizeNo} ${ticket}\n`;
}

/**
 * What stands for a player in the draw of a prize: 16 characters that tell nobody who it is, as the player's id is known to nobody
 * but the shop. `freezeTickets` makes the same in SQL.
 */
export function ticketOf(playerId: string, prizeNo: number): string {
  return createHash('sha256').update(`${playerId}:${prizeNo}`).digest('hex').slice(0, 16);
}

export interface Draw {
  seed: string;
  ticketsHash: string;
  prizeNo: number;
  /** In the order of the published text. */
  tickets: readonly string[];
  /** How many are drawn; all of them when there are fewer tickets. */
  winners: number;
}

/** The tickets that have won, the first place first. */
export function drawWinners({ seed, ticketsHash, prizeNo, tickets, winners }: Draw): string[] {
  const list = [...tickets];
  const won: string[] = [];
  while (won.length < winners && list.length > 0) {
    const at = placeOf({ seed, message: `${ticketsHash}:${prizeNo}:${won.length + 1}`, count: list.length });
    won.push(...list.splice(at, 1));
  }
  return won;
}

function placeOf({ seed, message, count }: { seed: string; message: string; count: number }): number {
  const end = Math.floor(VALUES / count) * count;
  for (let c = 0; ; c++) {
    const r = createHmac('sha256', seed).update(`${message}:${c}`).digest().readUIntBE(0, BYTES);
    if (r < end) return r % count;
  }
}
