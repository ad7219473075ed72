// How anybody can make sure that the draw of a quest was fair: what was published before, their own ticket, the page. Pure.
import type { QuestView } from '../view-quest.ts';
import { questAction } from './quest-action.ts';
import { label, lines, momentOf, paragraphs, quoted, type Screen, say, type Telling } from './telling.ts';

export interface ToldDraw {
  commitment: string;
  drawn: { at: Date; seed: string; ticketsHash: string } | null;
  /** Their own tickets. `isIn`: it took part; null before the end. */
  tickets: { prizeNo: number; ticket: string; isIn: boolean | null }[];
  /** Where everything is published. */
  pageUrl: string;
}

/** `draw` null: nothing is drawn in this quest. */
export function tellVerify(view: QuestView, draw: ToldDraw | null, telling: Telling): Screen {
  const { quest, prizes } = view;
  const back = [{ label: label(telling, 'prizes'), action: questAction(quest.questId, 'prizes') }];
  if (draw === null) return { text: say(telling, 'verify.none'), pictureId: null, buttons: [back] };
  const { drawn, commitment } = draw;
  const tickets = draw.tickets.map(({ prizeNo, ticket, isIn }) => {
    const prize = prizes.find((each) => each.prizeNo === prizeNo);
    const key = isIn === false ? 'verify.ticketOut' : 'verify.ticket';
    return say(telling, key, { ticket, prize: prize ? quoted(prize.titles, telling) : '' });
  });
  const text = paragraphs(
    say(telling, 'verify.head'),
    drawn
      ? lines(
          say(telling, 'verify.after', { moment: momentOf(drawn.at, telling) }),
          say(telling, 'verify.seed', { seed: drawn.seed }),
          say(telling, 'verify.commitment', { commitment }),
          say(telling, 'verify.hash', { hash: drawn.ticketsHash }),
        )
      : say(telling, 'verify.before', { commitment }),
    lines(...tickets),
  );
  return {
    text,
    pictureId: null,
    buttons: [[{ label: label(telling, 'verify.page'), url: draw.pageUrl }], back],
  };
}
