import { Link as LinkGlyph, TriangleAlert } from 'lucide-react';
import { useT } from '../i18n.ts';
import { DeviceDialog } from '../panes/devices/form/device-dialog.tsx';
import { newDraft } from '../panes/devices/form/draft.ts';
import { type Link, useOpenings } from '../state/openings.ts';
import { openPane } from './dock-store.ts';

/** Asks about a `vsoa://` link that was followed somewhere: the user sees where it leads, and connects or does not. */
export function LinkDialog() {
  const link = useOpenings((state) => state.link);
  if (link === null) return null;
  const onClose = (saved: boolean) => {
    useOpenings.setState({ link: null });
    if (saved) openPane('devices');
  };
  return (
    <DeviceDialog start={newDraft({ url: link.url, name: '', passwd: '' })} onClose={onClose}>
      <LinkWords link={link} />
    </DeviceDialog>
  );
}

function LinkWords({ link: { leftOut } }: { link: Link }) {
  const t = useT();
  return (
    <div className="link-words">
      <p>
        <LinkGlyph />
        {t('link.check')}
      </p>
      {leftOut.map((part) => (
        <p key={part} data-tone="warning">
          <TriangleAlert />
          {t(`link.leftOut.${part}`)}
        </p>
      ))}
    </div>
  );
}
