import { Collapse, UnstyledButton } from '@mantine/core';
import { useDisclosure, useId } from '@mantine/hooks';
import { IconChevronDown } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import css from './disclosure.module.css';

/** What is needed now and then: folded away behind its title. `note` says what is inside while it is folded. */
export function Disclosure({
  title,
  note,
  opened = false,
  children,
}: {
  title: ReactNode;
  note?: ReactNode;
  opened?: boolean;
  children: ReactNode;
}) {
  const id = useId();
  const [open, { toggle }] = useDisclosure(opened);
  return (
    <div>
      <UnstyledButton className={css.toggle} aria-expanded={open} aria-controls={id} onClick={toggle}>
        <IconChevronDown size={18} aria-hidden data-turned={open || undefined} />
        <span>{title}</span>
        {!open && note && <small>{note}</small>}
      </UnstyledButton>
      <Collapse expanded={open} id={id}>
        <div className={css.inside}>{children}</div>
      </Collapse>
    </div>
  );
}
