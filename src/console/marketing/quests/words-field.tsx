import { Textarea, TextInput, type TextInputProps } from '@mantine/core';
import { inWords, useEditing, useProblem } from './editing.ts';
import type { Texts } from './quest-draft.ts';

type Own = Pick<TextInputProps, 'description' | 'autoFocus' | 'onKeyDown' | 'maw' | 'flex' | 'size'>;

/** A text in the language that is being written; what it says in another one stands in for it meanwhile. */
export function WordsField({
  label,
  value,
  onChange,
  place,
  most,
  long = false,
  hideLabel = false,
  ...props
}: Own & {
  label: string;
  value: Texts;
  onChange: (value: Texts) => void;
  /** Where it stands in the draft. */
  place: string;
  most: number;
  long?: boolean;
  hideLabel?: boolean;
}) {
  const { language } = useEditing();
  const problem = useProblem(place);
  const shared = {
    ...(hideLabel ? { 'aria-label': label } : { label }),
    value: value[language] ?? '',
    placeholder: inWords(value, language),
    maxLength: most,
    error: problem,
  };
  const change = (text: string) => {
    const { [language]: _before, ...others } = value;
    onChange(text === '' ? others : { ...others, [language]: text });
  };
  if (long) {
    const { onKeyDown: _keys, ...rest } = props;
    return (
      <Textarea
        {...shared}
        {...rest}
        autosize
        minRows={2}
        onChange={(event) => change(event.currentTarget.value)}
      />
    );
  }
  return <TextInput {...shared} {...props} onChange={(event) => change(event.currentTarget.value)} />;
}
