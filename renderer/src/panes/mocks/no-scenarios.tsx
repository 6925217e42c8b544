import { Plus } from 'lucide-react';
import { useT } from '../../i18n.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ActionMenu } from '../../ui/menu.tsx';
import { DemoButton } from '../devices/demo-button.tsx';
import type { Template } from './templates.ts';
import { templateMenu } from './toolbar.tsx';

export function NoScenarios({ templates }: { templates: Template[] }) {
  const t = useT();
  return (
    <EmptyState text={t('mocks.empty')}>
      <div className="mocks-begin">
        <ActionMenu
          trigger={
            <Button kind="primary" icon={<Plus />}>
              {t('mocks.newFrom')}
            </Button>
          }
          groups={templateMenu(templates, t)}
        />
        <DemoButton />
      </div>
    </EmptyState>
  );
}
