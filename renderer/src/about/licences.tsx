import { useState } from 'react';
import type { Licence } from '../../../testbench/contract.ts';
import { useT } from '../i18n.ts';
import { Field } from '../ui/field.tsx';

/** Every package that ships; its text unfolds. */
export function Licences({ licences }: { licences: readonly Licence[] }) {
  const t = useT();
  const [typed, setTyped] = useState('');
  const wanted = typed.trim().toLowerCase();
  const found = licences.filter(({ name, licence, author = '' }) =>
    `${name} ${licence} ${author}`.toLowerCase().includes(wanted),
  );
  return (
    <section className="licences" aria-label={t('about.licences')}>
      <div className="licences-head">
        <Field label={t('about.search')} value={typed} onChange={(event) => setTyped(event.target.value)} />
        <span className="muted">{t('about.shown', { count: licences.length })}</span>
      </div>
      <div className="licences-list">
        {found.map((each) => (
          <details key={`${each.name} ${each.version}`}>
            <summary>
              <span className="cut">{each.name}</span>
              <span className="mono muted">{each.version}</span>
              <span className="cut muted">{each.author}</span>
              <span>{each.licence}</span>
            </summary>
            <pre className="selectable">{each.text}</pre>
          </details>
        ))}
        {found.length === 0 && <p className="muted">{t('about.none')}</p>}
      </div>
    </section>
  );
}
