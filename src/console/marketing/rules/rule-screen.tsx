import { useQuery } from '@tanstack/react-query';
import { useParams, useSearchParams } from 'react-router';
import { ruleRoutes } from '#src/contract/rules.ts';
import { Answer } from '../../parts/answer.tsx';
import { Page } from '../../parts/page.tsx';
import { useMe } from '../../session/session-query.ts';
import { useEditorKey } from '../newborn.ts';
import { ChooseTemplate } from './choose-template.tsx';
import { RuleEditor } from './rule-editor.tsx';
import { RuleWordsContext, useBuilder, useWordsOf } from './rule-words.ts';
import { telling } from './told-in-language.ts';

/** One rule: a new one begins with the choice of a template. */
export function RuleScreen() {
  const { ruleId = 'new' } = useParams();
  const me = useMe();
  const { key, isNew, hears } = useEditorKey(ruleId);
  const [search] = useSearchParams();
  const template = search.get('template');
  const builder = useBuilder();
  const words = useWordsOf(builder.data);
  const rule = useQuery({
    ...telling(me, ruleRoutes.readRule, { params: { ruleId } }),
    enabled: !isNew,
  });
  if (!words) return <Waiting of={builder} />;
  if (!isNew && !rule.data) return <Waiting of={rule} />;
  return (
    <RuleWordsContext value={words}>
      {isNew && template === null ? (
        <ChooseTemplate />
      ) : (
        <RuleEditor key={key} rule={(!isNew && rule.data) || null} template={template} {...hears} />
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
