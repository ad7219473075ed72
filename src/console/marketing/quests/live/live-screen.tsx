import { useParams } from 'react-router';
import type { LiveQuest } from '#src/contract/quest-live.ts';
import { ChapterTasks } from './chapter-tasks.tsx';
import { LiveFigures } from './live-figures.tsx';
import { PrizesLeft } from './prizes-left.tsx';
import { QuestFrame } from './quest-frame.tsx';
import { SuspectTasks } from './suspect-tasks.tsx';

/** A quest while it runs: it looks again by itself. */
export function LiveScreen() {
  const { questId = '' } = useParams();
  return <QuestFrame questId={questId}>{(live) => <Live live={live} />}</QuestFrame>;
}

function Live({ live }: { live: LiveQuest }) {
  return (
    <>
      <SuspectTasks live={live} />
      <LiveFigures live={live} />
      <ChapterTasks live={live} />
      <PrizesLeft live={live} />
    </>
  );
}
