import { Compass, FolderKanban } from 'lucide-react';
import { useT } from '../../i18n.ts';
import { openSampleWorkspace } from '../../state/workspace.ts';
import { startTour, useTourOpen } from '../../tour/tour.ts';
import { Button } from '../../ui/button.tsx';
import { DemoButton } from './demo-button.tsx';

/** Where somebody begins who has nothing yet. The tour is offered once. */
export function FirstRun() {
  const t = useT();
  const offer = useTourOpen((tour) => tour.offer);
  return (
    <div className="first-run">
      <DemoButton kind="primary" />
      <Button icon={<FolderKanban />} onClick={() => void openSampleWorkspace()}>
        {t('workspace.sample')}
      </Button>
      {offer && (
        <Button icon={<Compass />} onClick={startTour}>
          {t('tour.start')}
        </Button>
      )}
    </div>
  );
}
