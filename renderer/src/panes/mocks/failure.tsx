import { TriangleAlert } from 'lucide-react';
import { useT } from '../../i18n.ts';
import { showTab } from '../../state/mocks.ts';
import { Button } from '../../ui/button.tsx';

/** Why an expression or a file of the scenario could not be used the last time. */
export function Failure({ message }: { message: string }) {
  const t = useT();
  return (
    <div className="notice" data-tone="warning" role="alert">
      <TriangleAlert />
      <div className="notice-title">{t('mocks.notComputed')}</div>
      <p className="notice-body mono selectable">{message}</p>
      <div className="notice-actions">
        <Button onClick={() => showTab('file')}>{t('mocks.showInFile')}</Button>
      </div>
    </div>
  );
}
