import { useTranslation } from 'react-i18next';
import { formatDuration } from '../i18n/format.ts';
import { useNow } from './now.ts';

/** How long ago `at` was, kept current. */
export function Ago({ at }: { readonly at: number }) {
  const { t } = useTranslation();
  return <>{formatDuration(t, useNow() - at)}</>;
}
