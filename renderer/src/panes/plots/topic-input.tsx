import { useId } from 'react';
import { useT } from '../../i18n.ts';
import { topicsOf } from '../../state/topics.ts';
import { suggestedFrom, UrlField } from '../../ui/url-field.tsx';

interface TopicInputProps {
  deviceId: string | null;
  value: string;
  onChange: (url: string) => void;
}

/** Completes from the urls on which the device has published. */
export function TopicInput({ deviceId, value, onChange }: TopicInputProps) {
  const t = useT();
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{t('plots.url')}</label>
      <UrlField
        id={id}
        placeholder={t('plots.urlHint')}
        value={value}
        suggestions={suggestedFrom(value, [...topicsOf(deviceId).keys()].toSorted())}
        openOnClick
        onChange={(url) => onChange(url.trim())}
      />
    </div>
  );
}
