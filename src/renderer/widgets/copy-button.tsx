import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from './button.tsx';

const SHOWN_MS = 1200;

interface CopyButtonProps {
  readonly text: string;
  /** Accessible name; the plain word when there is nothing to tell apart. */
  readonly label?: string;
  readonly hasText?: boolean;
}

export function CopyButton({ text, label, hasText = false }: CopyButtonProps) {
  const { t } = useTranslation();
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);

  const copy = () => {
    void navigator.clipboard.writeText(text).then(() => setIsCopied(true));
  };
  const icon = isCopied ? Check : Copy;
  const name = isCopied ? t('common.copied') : (label ?? t('common.copy'));
  if (!hasText) return <IconButton icon={icon} size="sm" label={name} onClick={copy} />;
  return (
    <Button variant="ghost" size="sm" icon={icon} onClick={copy}>
      {name}
    </Button>
  );
}
