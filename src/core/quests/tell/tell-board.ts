// The board of a quest: who stands highest, and the player among their neighbours. Nicknames only. Pure.
import type { Button, RichText } from '../../deliveries/prompt.ts';
import type { Board, BoardRow } from '../board/read-board.ts';
import type { QuestView } from '../view-quest.ts';
import { questAction } from './quest-action.ts';
import { onward } from './tell-map.ts';
import {
  label,
  lines,
  number,
  paragraphs,
  points,
  type Screen,
  say,
  type Telling,
  written,
} from './telling.ts';

export interface ToldBoard {
  board: Board;
  /** Whose board it is; null: of all. */
  storeName: string | null;
}

export function tellBoard(view: QuestView, { board, storeName }: ToldBoard, telling: Telling): Screen {
  const { quest, player } = view;
  const { questId, terms } = quest;
  const title = written(terms.titles, telling);
  const head =
    storeName === null
      ? say(telling, 'boardHead', { title })
      : say(telling, 'boardStore', { title, store: storeName });
  const rows = (of: readonly BoardRow[]) => of.map((row) => rowLine(row, telling));
  const text = paragraphs(
    lines(head, placeLine(board, telling)),
    board.top.length === 0
      ? say(telling, 'boardEmpty')
      : lines(
          ...rows(board.top),
          ...(board.around.length > 0 ? [say(telling, 'boardGap'), ...rows(board.around)] : []),
        ),
    say(telling, 'boardWhy'),
  );
  const other: Button[] =
    terms.storeBoards && player.storeId !== null
      ? [
          storeName === null
            ? { label: label(telling, 'boardStores'), action: questAction(questId, 'storeBoard') }
            : { label: label(telling, 'boardAll'), action: questAction(questId, 'board') },
        ]
      : [];
  const rename = { label: label(telling, 'rename'), action: questAction(questId, 'rename') };
  return {
    text,
    pictureId: null,
    buttons: [
      onward(view, telling),
      [...other, rename],
      [{ label: label(telling, 'toMap'), action: questAction(questId, 'map') }],
    ].filter((row) => row.length > 0),
  };
}

function placeLine({ place, players, isAbout }: Board, telling: Telling): RichText | null {
  if (place === null) return null;
  const values = { place: number(place, telling), players: number(players, telling) };
  return say(telling, isAbout ? 'boardAbout' : 'boardPlace', values);
}

function rowLine({ place, nickname, score, isOwn }: BoardRow, telling: Telling): RichText {
  const values = { place: number(place, telling), nickname, points: points(score, telling) };
  return say(telling, isOwn ? 'boardOwn' : 'boardLine', values);
}
