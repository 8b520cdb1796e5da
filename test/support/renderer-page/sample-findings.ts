import { verdictOfCode, type CheckId, type Finding, type FindingCode } from '../../../shared/model/doctor.ts'
import { AccountId } from '../../../shared/model/ids.ts'

const address = 'unix:///var/run/docker.sock'
const path = '/var/run/docker.sock'
const url = 'https://api.ucloud.cn'
const account = '视觉组'
const host = 'uhub.ucloud.cn'

function finding(check: CheckId, code: FindingCode, rest: Partial<Finding> = {}): Finding {
  return { check, code, verdict: verdictOfCode[code], values: {}, words: null, cures: [], tookMs: 12, ...rest }
}

const command = (text: string): Finding['cures'][number] => ({ kind: 'command', command: text })

const well: readonly Finding[] = [
  finding('engine', 'engine-local', { values: { address } }),
  finding('permission', 'permission-fine', { values: { user: 'lin', path } }),
  finding('running', 'running-fine', { values: { address } }),
  finding('version', 'version-fine', { values: { version: '26.1.5', apiVersion: '1.45', driver: 'overlay2' } }),
  finding('disk', 'disk-fine', { values: { path: '/var/lib/docker', freeBytes: 81e9, totalBytes: 271e9 } }),
  finding('gpu', 'gpu-ready', {
    values: { driver: '550.54.14', gpus: 'NVIDIA GeForce RTX 4090', way: '--runtime nvidia' },
  }),
  finding('keychain', 'keychain-fine', { values: { name: 'Secret Service' } }),
  finding('sandbox', 'sandbox-stopped', { cures: [{ kind: 'sandbox' }] }),
  finding('api', 'api-fine', { values: { url, account } }),
  finding('clock', 'clock-fine', { values: { url, seconds: 0 } }),
  finding('login', 'login-fine', { values: { host, username: 'lin@example.com', account } }),
  finding('proxy', 'proxy-none'),
]

const trouble: readonly Finding[] = [
  finding('permission', 'permission-group', {
    values: { user: 'lin', group: 'docker', owner: 'root', path },
    cures: [command('sudo usermod -aG docker lin'), command('newgrp docker')],
  }),
  finding('running', 'engine-needed'),
  finding('version', 'engine-needed'),
  finding('disk', 'disk-low', {
    values: { path: '/var/lib/docker', freeBytes: 7.4e9, totalBytes: 271e9 },
    cures: [command('docker system prune')],
  }),
  finding('gpu', 'gpu-toolkit-missing', {
    values: { driver: '550.54.14' },
    cures: [command('sudo nvidia-ctk runtime configure --runtime=docker && sudo systemctl restart docker')],
  }),
  finding('keychain', 'keychain-memory', {
    words: 'The name org.freedesktop.secrets was not provided by any .service files',
    cures: [command('sudo apt-get install -y gnome-keyring libsecret-1-0 dbus-user-session')],
  }),
  finding('login', 'login-refused', {
    values: { host, username: 'lin@example.com', account },
    words: 'unauthorized: authentication required',
    cures: [{ kind: 'account', accountId: AccountId.parse('account-main'), field: 'uhubPassword' }],
  }),
]

/** What a doctor finds on a machine on which all is well, or on one with a good deal of trouble. */
export function sampleFindings(isWell: boolean): Finding[] {
  return well.map((one) => (isWell ? one : (trouble.find(({ check }) => check === one.check) ?? one)))
}
