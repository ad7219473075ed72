import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { ruleRoutes } from '#src/contract/rules.ts';
import { Answer } from '../../parts/answer.tsx';
import { Page } from '../../parts/page.tsx';
import { useMe } from '../../session/session-query.ts';
import { ChooseTemplate } from './choose-template.tsx';
import { RuleEditor } from './rule-editor.tsx';
import { RuleWordsContext, useBuilder, useWordsOf } from './rule-words.ts';
import { telling } from './told-in-language.ts';

/** One rule: a new one begins with the choice of a template. */
export function RuleScreen() {
  const { ruleId = 'new' } = useParams();
  const me = useMe();
  const [search] = useSearchParams();
  const isNew = ruleId === 'new';
  const template = search.get('template');
  const builder = useBuilder();
  const words = useWordsOf(builder.data);
  const rule = useQuery({
    ...telling(me, ruleRoutes.readRule, { params: { ruleId } }),
    enabled: !isNew,
  });
  // A new rule gets its address while its author goes on: the same editor stays.
  const [born, setBorn] = useState<string | null>(null);
  const [epoch, setEpoch] = useState(0);
  if (!words) return <Waiting of={builder} />;
  if (!isNew && !rule.data) return <Waiting of={rule} />;
  return (
    <RuleWordsContext value={words}>
      {isNew && template === null ? (
        <ChooseTemplate />
      ) : (
        <RuleEditor
          key={`${isNew || ruleId === born ? 'new' : ruleId} ${epoch}`}
          rule={(!isNew && rule.data) || null}
          template={template}
          onCreated={setBorn}
          onReplaced={() => setEpoch((before) => before + 1)}
        />
      )}
    </RuleWordsContext>
  );
}

function Waiting({ of }: { of: Parameters<typeof Answer>[0]['of'] }) {
  return (
    <Page title="">
      <Answer of={of}>{() => null}</Answer>
    </Page>
  );
}
