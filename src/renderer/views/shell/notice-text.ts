import type { TFunction } from 'i18next';
import type { Notice } from '../../../contract/notices.ts';

/** A notice in the words of the page. */
export function noticeText(t: TFunction, { code, values }: Notice): { readonly title: string; readonly text: string } {
  return { title: t(`notices.${code}.title`, values), text: t(`notices.${code}.text`, values) };
}
