import { Copy, ShieldAlert, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import type { Device, PeerCertificate } from '../../../../testbench/contract.ts';
import { copyText } from '../../copy.ts';
import { useT } from '../../i18n.ts';
import { useSettings } from '../../state/settings.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';

/** Whether the server's certificate is trusted, and a way to look at it. */
export function CertificateFact({ device, certificate }: { device: Device; certificate: PeerCertificate }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  return (
    <span className="certificate-fact">
      <TrustBadge certificate={certificate} />
      <Button kind="quiet" onClick={() => setOpen(true)}>
        {t('devices.showCertificate')}
      </Button>
      <Dialog title={t('devices.certificateOf', { name: device.name })} open={open} onOpenChange={setOpen}>
        <CertificateView certificate={certificate} />
      </Dialog>
    </span>
  );
}

function TrustBadge({ certificate: { problem } }: { certificate: PeerCertificate }) {
  const t = useT();
  return problem === null ? (
    <Badge tone="ok" icon={<ShieldCheck />}>
      {t('devices.verified')}
    </Badge>
  ) : (
    <Badge tone="warning" icon={<ShieldAlert />} title={t(`tls.${problem}`)}>
      {t('devices.notVerified')}
    </Badge>
  );
}

function CertificateView({ certificate }: { certificate: PeerCertificate }) {
  const t = useT();
  const language = useSettings((settings) => settings.language);
  const date = (ms: number) =>
    new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' }).format(ms);
  const { subject, issuer, notBefore, notAfter, altNames, serialNumber, fingerprint, problem, pem } = certificate;
  return (
    <>
      <p className="certificate-trust">
        <TrustBadge certificate={certificate} /> {problem !== null && t(`tls.${problem}`)}
      </p>
      <dl className="facts selectable">
        <dt>{t('certificate.subject')}</dt>
        <dd>{nameText(subject)}</dd>
        <dt>{t('certificate.issuer')}</dt>
        <dd>{nameText(issuer)}</dd>
        <dt>{t('certificate.validFrom')}</dt>
        <dd title={new Date(notBefore).toISOString()}>{date(notBefore)}</dd>
        <dt>{t('certificate.validTo')}</dt>
        <dd title={new Date(notAfter).toISOString()}>{date(notAfter)}</dd>
        <dt>{t('certificate.altNames')}</dt>
        <dd className="mono">{altNames.join(t('listSeparator')) || '–'}</dd>
        <dt>{t('certificate.serialNumber')}</dt>
        <dd className="mono">{serialNumber}</dd>
        <dt>{t('certificate.fingerprint')}</dt>
        <dd className="mono">{fingerprint}</dd>
      </dl>
      <Button icon={<Copy />} onClick={() => void copyText(pem)}>
        {t('certificate.copyPem')}
      </Button>
    </>
  );
}

const nameText = (parts: [string, string][]): string =>
  parts.map(([part, value]) => `${part}=${value}`).join(', ') || '–';
