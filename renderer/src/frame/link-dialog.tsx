import { Link as LinkGlyph, TriangleAlert } from 'lucide-react';
import { useT } from '../i18n.ts';
import { DeviceDialog } from '../panes/devices/form/device-dialog.tsx';
import { newDraft } from '../panes/devices/form/draft.ts';
import { type Link, useOpenings } from '../state/openings.ts';
import { openPane } from './dock-store.ts';

/** Asks about a `vsoa://` link that was followed somewhere: the user sees where it leads, and connects or does not. */
export function LinkDialog() {
  const { link, links } = useOpenings();
  if (link === null) return null;
  return (
    <DeviceDialog key={links} start={newDraft({ url: link.url, name: '', passwd: '' })} onClose={decided}>
      <LinkWords link={link} />
    </DeviceDialog>
  );
}

function decided(saved: boolean): void {
  useOpenings.setState({ link: null });
  if (saved) openPane('devices');
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
