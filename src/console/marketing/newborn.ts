// Something new gets its address by its first save, while its author goes on typing: the same editor stays.
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useLocation, useNavigate, useNavigation } from 'react-router';

/** Under which key a screen draws its editor, so that neither a letter nor the focus is lost when `id` is given. */
export function useEditorKey(id: string) {
  const [born, setBorn] = useState<string | null>(null);
  const [epoch, setEpoch] = useState(0);
  const isNew = id === 'new';
  const isBorn = id === born;
  return {
    key: `${isNew || isBorn ? 'new' : id} ${epoch}`,
    isNew,
    /** It was made on this screen. */
    isBorn,
    /** What the editor tells. */
    hears: {
      onCreated: setBorn,
      /** It is to be drawn anew, with what is stored instead of what was typed. */
      onReplaced: () => setEpoch((before) => before + 1),
    },
  };
}

/** Goes to the address of what was just made. Whoever has left its editor meanwhile, or is leaving it, stays away. */
export function useFirstAddress(onCreated: (id: string) => void) {
  const navigate = useNavigate();
  const { pathname, search } = useLocation();
  const next = useNavigation().location?.pathname ?? pathname;
  const isLeft = useRef(false);
  useEffect(() => {
    isLeft.current = false;
    return () => {
      isLeft.current = true;
    };
  }, []);
  return useEffectEvent(async (id: string, path: string): Promise<void> => {
    if (isLeft.current || next !== pathname) return;
    onCreated(id);
    // Whichever tab is open stays open; what it began with is told once.
    const kept = new URLSearchParams(search);
    kept.delete('template');
    await navigate({ pathname: path, search: kept.toString() }, { replace: true });
  });
}
