import { SlidersHorizontal } from 'lucide-react';
import { useState } from 'react';
import { useT } from '../../../i18n.ts';
import { useRequests } from '../../../state/requests.ts';
import { IconButton } from '../../../ui/button.tsx';
import { Select } from '../../../ui/select.tsx';
import { chooseEnvironment } from './act.ts';
import { type EditedEnvironment, EnvironmentDialog, readEdited } from './environment-dialog.tsx';

const NONE = '';

/** Which environment gives the variables their values: one choice for the whole window. */
export function EnvironmentSelect() {
  const t = useT();
  const { list, chosen } = useRequests((state) => state.environments);
  const [editing, setEditing] = useState<EditedEnvironment | null>(null);
  const edit = async () => {
    const found = await readEdited(chosen ?? list[0]?.name ?? null, t);
    if (found.ok) setEditing(found.value);
  };
  return (
    <>
      <Select
        label={t('environment')}
        value={chosen ?? NONE}
        options={[
          { value: NONE, label: t('environment.none') },
          ...list.map(({ name, problem }) => ({
            value: name,
            label: problem ? t('environment.wrong', { name }) : name,
          })),
        ]}
        onChange={(name) => void chooseEnvironment(name === NONE ? null : name)}
      />
      <IconButton icon={<SlidersHorizontal />} label={t('environment.edit')} onClick={() => void edit()} />
      {editing && <EnvironmentDialog start={editing} onClose={() => setEditing(null)} />}
    </>
  );
}
