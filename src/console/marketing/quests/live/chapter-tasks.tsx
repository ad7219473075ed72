import { Accordion, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LiveQuest, LiveTask } from '#src/contract/quest-live.ts';
import { useFormats } from '../../../parts/formats.ts';
import { Sheet } from '../../../parts/page.tsx';
import css from './live.module.css';
import { StateBar } from './state-bar.tsx';
import { outcomeOf } from './task-outcome.ts';
import { TaskRow } from './task-row.tsx';

const ORDERS = ['chapters', 'hardest'] as const;
type Order = (typeof ORDERS)[number];
/** Of the hardest tasks. */
const SHOWN = 20;

/** What has become of every task: chapter by chapter, or those first that fewest get right. */
export function ChapterTasks({ live }: { live: LiveQuest }) {
  const { t } = useTranslation();
  const format = useFormats();
  const [order, setOrder] = useState<Order>('chapters');
  return (
    <Sheet
      title={t('questLive.tasks.title')}
      actions={
        <SegmentedControl
          size="xs"
          value={order}
          onChange={setOrder}
          data={ORDERS.map((each) => ({ value: each, label: t(`questLive.tasks.order.${each}`) }))}
          aria-label={t('questLive.tasks.orderLabel')}
        />
      }
    >
      {order === 'chapters' ? <Chapters live={live} /> : <Hardest tasks={live.tasks} />}
      <p className={css.explains}>{t('questLive.tasks.asOf', { time: format.time(live.tasksAt) })}</p>
    </Sheet>
  );
}

function Chapters({ live: { chapters, tasks } }: { live: LiveQuest }) {
  const { t } = useTranslation();
  const format = useFormats();
  const [opened, setOpened] = useState<string[]>([String(chapters[0]?.chapterNo ?? '')]);
  return (
    <Accordion
      multiple
      value={opened}
      onChange={setOpened}
      variant="separated"
      radius="md"
      chevronPosition="left"
    >
      {chapters.map(({ chapterNo, title }) => {
        const own = tasks.filter((task) => task.chapterNo === chapterNo);
        const all = addUp(own);
        return (
          <Accordion.Item key={chapterNo} value={String(chapterNo)}>
            <Accordion.Control>
              <span className={css.chapter}>
                <span>
                  <b>{t('questLive.tasks.chapter', { number: chapterNo, title })}</b>
                  <small>
                    {t('questLive.tasks.inChapter', { count: own.length })}
                    {' · '}
                    {t('questLive.tasks.answered', {
                      done: format.number(all.done),
                      shown: format.number(all.shown),
                    })}
                  </small>
                </span>
                <StateBar counts={all} />
              </span>
            </Accordion.Control>
            <Accordion.Panel>
              <TaskList tasks={own} />
            </Accordion.Panel>
          </Accordion.Item>
        );
      })}
    </Accordion>
  );
}

function Hardest({ tasks }: { tasks: LiveTask[] }) {
  const rightShare = ({ done, shown }: LiveTask) => done / shown;
  const seen = tasks.filter(({ shown, type }) => shown > 0 && outcomeOf(type) !== 'answered');
  return <TaskList tasks={seen.toSorted((a, b) => rightShare(a) - rightShare(b)).slice(0, SHOWN)} />;
}

function TaskList({ tasks }: { tasks: LiveTask[] }) {
  return (
    <ol className={css.tasks}>
      {tasks.map((task) => (
        <TaskRow key={task.taskNo} task={task} />
      ))}
    </ol>
  );
}

type Sums = Pick<LiveTask, 'shown' | 'open' | 'waiting' | 'done' | 'skipped' | 'lost'>;

function addUp(tasks: LiveTask[]): Sums {
  const sum = (name: keyof Sums) => tasks.reduce((all, task) => all + task[name], 0);
  return {
    shown: sum('shown'),
    open: sum('open'),
    waiting: sum('waiting'),
    done: sum('done'),
    skipped: sum('skipped'),
    lost: sum('lost'),
  };
}
