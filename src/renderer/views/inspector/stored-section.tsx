import type { ReactNode } from 'react';
import { toggleSection, useSettings } from '../../stores/settings.ts';
import { Section } from '../../widgets/section.tsx';

interface StoredSectionProps {
  /** Under which its being open is remembered. */
  readonly name: string;
  readonly title: string;
  readonly note?: string | undefined;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

export function StoredSection({ name, ...rest }: StoredSectionProps) {
  const isFolded = useSettings(({ foldedSections }) => foldedSections.includes(name));
  return <Section isOpen={!isFolded} onToggle={() => toggleSection(name)} {...rest} />;
}
