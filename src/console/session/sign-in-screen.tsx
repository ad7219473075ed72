import { Paper } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Me } from '#src/contract/session.ts';
import { LanguageChoice } from '../parts/language-choice.tsx';
import { PasswordStep } from './password-step.tsx';
import { SecondStep } from './second-step.tsx';
import { enterSession } from './session-query.ts';
import css from './sign-in-screen.module.css';

/** Login and password; then a code of the app where somebody has put that on. */
export function SignInScreen() {
  const cache = useQueryClient();
  const [second, setSecond] = useState(false);
  const enter = (me: Me) => void enterSession(cache, me);
  return (
    <main className={css.screen}>
      <Paper className={css.sheet} p={{ base: 'lg', sm: 'xl' }}>
        {second ? (
          <SecondStep onEnter={enter} onAgain={() => setSecond(false)} />
        ) : (
          <PasswordStep onEnter={enter} onSecondStep={() => setSecond(true)} />
        )}
      </Paper>
      <LanguageChoice />
    </main>
  );
}
