import { Languages, SunMoon, TriangleAlert } from 'lucide-react';
import { bytes, count, exact } from '../format/quantity.ts';
import { type Translate, useT } from '../i18n.ts';
import { useAnnouncement } from '../state/announce.ts';
import { useDevices } from '../state/devices.ts';
import { type Language, type Theme, useSettings } from '../state/settings.ts';
import { useTraffic } from '../state/traffic.ts';
import { Badge } from '../ui/badge.tsx';
import { ChoiceMenu } from '../ui/menu.tsx';
import { Num } from '../ui/num.tsx';
import { RecordingState } from './recording-state.tsx';
import { WindowMenu, ZoomState } from './window-menu.tsx';
import { WorkspaceMenu } from './workspace-menu.tsx';

const themes: Theme[] = ['system', 'light', 'dark'];
const languages: { value: Language; label: string }[] = [
  { value: 'en', label: 'English' },
  { value: 'zh', label: '简体中文' },
];

export function StatusBar() {
  const t = useT();
  const { theme, setTheme, language, setLanguage } = useSettings();
  const languageName = languages.find((option) => option.value === language)?.label ?? language;
  return (
    <footer className="status-bar" data-pane="status" aria-label={t('statusBar')} tabIndex={-1}>
      <Counts t={t} />
      <RecordingState />
      <span className="grow" />
      <Announcement t={t} />
      <WorkspaceMenu />
      <ZoomState />
      <WindowMenu />
      <ChoiceMenu
        trigger={
          <button
            type="button"
            className="status-button"
            aria-label={`${t('theme')}: ${t(`theme.${theme}`)}`}
            title={`${t('theme')}: ${t(`theme.${theme}`)}`}
          >
            <SunMoon />
            <span className="status-words">{t(`theme.${theme}`)}</span>
          </button>
        }
        value={theme}
        options={themes.map((value) => ({ value, label: t(`theme.${value}`) }))}
        onChange={setTheme}
      />
      <ChoiceMenu
        trigger={
          <button
            type="button"
            className="status-button"
            aria-label={`${t('language')}: ${languageName}`}
            title={`${t('language')}: ${languageName}`}
          >
            <Languages />
            <span className="status-words">{languageName}</span>
          </button>
        }
        value={language}
        options={languages}
        onChange={setLanguage}
      />
    </footer>
  );
}

function Counts({ t }: { t: Translate }) {
  const devices = useDevices((state) => state.devices);
  const stats = useTraffic();
  const connected = devices.filter((device) => device.state.name === 'connected').length;
  return (
    <>
      <span className="status-connections">{t('status.connections', { count: connected })}</span>
      <span className="status-packets">
        <Num
          value={stats.packetsPerSecond}
          as={(value) => t('status.packetRate', { count: Math.round(value), shown: count(Math.round(value)) })}
          unit="/s"
        />
      </span>
      <span className="status-number">
        <Num value={stats.bytesPerSecond} as={(value) => `${bytes(value)}/s`} unit="B/s" />
      </span>
      <span className="status-memory" title={t('traffic.cap', { cap: bytes(stats.cap) })}>
        {t('status.memory', { size: bytes(stats.bytes) })}
      </span>
      <span
        title={t('traffic.evictedExact', {
          count: stats.evictedPackets,
          packets: exact(stats.evictedPackets),
          size: bytes(stats.evictedBytes),
        })}
      >
        <Badge tone={stats.evictedPackets > 0 ? 'warning' : 'muted'}>
          {t('status.evicted', { count: count(stats.evictedPackets) })}
        </Badge>
      </span>
      <span title={exact(stats.odd)}>
        <Badge tone={stats.odd > 0 ? 'warning' : 'muted'} icon={stats.odd > 0 && <TriangleAlert />}>
          {t('status.odd', { count: count(stats.odd) })}
        </Badge>
      </span>
    </>
  );
}

function Announcement({ t }: { t: Translate }) {
  const { key, values, count: times } = useAnnouncement();
  const text = key && t(key, values);
  return (
    <span key={times} role="status" className="announcement muted cut" title={text ?? undefined}>
      {text}
    </span>
  );
}
