import { onOtherPort, withNcclDebug, withWandbOffline } from '../cures.ts'
import type { KnownFailure } from '../known-failure.ts'

/** What processes of a run, and servers elsewhere, do not answer. */
export const networkFailures: readonly KnownFailure[] = [
  {
    id: 'address-in-use',
    says: /Address already in use|EADDRINUSE|\[Errno 98\]|errno: 98\b/,
    line: 'OSError: [Errno 98] Address already in use',
    cure: onOtherPort,
  },
  {
    id: 'distributed-start',
    exception: /(?:^|\.)KeyError$/,
    says: /^'(RANK|WORLD_SIZE|LOCAL_RANK|MASTER_ADDR|MASTER_PORT|WORKER_NUM|SLURM_PROCID)'$/,
    line: "KeyError: 'LOCAL_RANK'",
  },
  {
    id: 'distributed-start',
    says: /^Error initializing torch\.distributed|environment variable (\w+) expected, but not set|Default process group (?:has not been|is not) initialized|^trying to initialize the default process group twice|waiting for clients\. \d+\/\d+ clients joined|The client socket has (?:timed out|failed)|Timed out initializing process group|^connect\(\) timed out|^Horovod has not been initialized|Distributed package doesn't have (?:NCCL|MPI|GLOO)|The server socket has failed to listen/i,
    line: 'Default process group has not been initialized, please make sure to call init_process_group.',
  },
  {
    id: 'distributed-start',
    exception: /Rendezvous\w*Error$/,
    says: /^/,
    line: 'torch.distributed.elastic.rendezvous.api.RendezvousTimeoutError',
  },
  {
    id: 'nccl',
    says: /NCCL (?:error|failure|communicator)|ncclUnhandled\w+|nccl(?:System|Internal|Remote)Error|ncclInvalidUsage|Watchdog caught collective operation timeout|ProcessGroupNCCL.*timeout|Some NCCL operations have failed or timed out/i,
    line: 'RuntimeError: NCCL error in: ProcessGroupNCCL.cpp:1269, internal error, NCCL version 2.14.3',
    cure: withNcclDebug,
  },
  {
    id: 'tracker-login',
    exception: /^wandb\./,
    says: /api_key not configured|API key must be/,
    line: 'wandb.errors.UsageError: api_key not configured (no-tty). call wandb.login(key=[your_api_key])',
    cure: withWandbOffline,
  },
  {
    id: 'tracker-login',
    says: /^api_key not configured|Comet\.ml requires an API key|^(?:wandb: ERROR )?api_key not configured|^API key must be \d+ characters long|^user is not logged in|^permission denied, ask the project owner/i,
    line: 'comet_ml.exceptions.CometException: Comet.ml requires an API key.',
  },
  {
    id: 'tracker-login',
    exception: /^(?:wandb\.|neptune\.|swanlab\.|comet_ml\.).*(?:Authentication|ApiToken|Login|NotLoggedIn)\w*$/,
    says: /^/,
    line: 'neptune.exceptions.NeptuneMissingApiTokenException: The Neptune API token could not be found',
  },
  {
    id: 'hub-login',
    says: /GatedRepoError|^You are trying to access a gated repo|^Access to (?:model|dataset) (\S+) is restricted|^Token is required|^401 Client Error.*huggingface/,
    line: 'OSError: You are trying to access a gated repo.',
  },
  {
    id: 'no-network',
    exception:
      /(?:^|\.)(?:gaierror|ConnectionRefusedError|LocalEntryNotFoundError|OfflineModeIsEnabled|ConnectTimeout|ConnectTimeoutError|NewConnectionError|SSLCertVerificationError|ProxyError|ServerNotFoundError)$/,
    says: /^/,
    line: 'ConnectionRefusedError: [Errno 111] Connection refused',
  },
  {
    id: 'no-network',
    exception: /./,
    says: /Name or service not known|Temporary failure in name resolution|nodename nor servname|No address associated with hostname|Could(?:n't| not) resolve host|Network is unreachable|No route to host|Connection refused|Failed to establish a new connection|Max retries exceeded|Connection timed out|Connect(?:ion)? timeout|urlopen error (?!\[Errno 2\])|(?:couldn't|could not|can't) connect to '?https?:|Couldn't reach https?:|locate the file on the Hub|CERTIFICATE_VERIFY_FAILED|we cannot find the requested files in the (?:disk|local) cache|outgoing traffic has been disabled|Can't load (?:tokenizer|the configuration|image processor|feature extractor) .*connection/i,
    line: 'urllib.error.URLError: <urlopen error [Errno -3] Temporary failure in name resolution>',
  },
  {
    id: 'download-refused',
    exception: /(?:^|\.)HTTPError$/,
    says: /(?:HTTP Error )?(?:4\d\d|5\d\d)\b/,
    line: 'urllib.error.HTTPError: HTTP Error 403: Forbidden',
  },
  {
    id: 'extension-not-built',
    exception: /(?:^|\.)CalledProcessError$/,
    says: /^Command '?\[?'?(?:\S*\/)?(ninja|nvcc|gcc|g\+\+|c\+\+|cmake|make)\b/,
    line: "subprocess.CalledProcessError: Command '['ninja', '-v']' returned non-zero exit status 1.",
  },
  {
    id: 'distributed-worker-failed',
    exception: /(?:^|\.)(?:CalledProcessError|ChildFailedError|ProcessExitedException|ProcessRaisedException)$/,
    says: /^$|python|^process \d+ terminated|^-- Process \d+ terminated|FAILED|^Command .*-m torch/i,
    line: "subprocess.CalledProcessError: Command '['/usr/bin/python', '-u', 'train.py']' returned non-zero exit status 1.",
  },
  {
    id: 'distributed-worker-failed',
    says: /failed \(exitcode: \d+\) local_rank: (\d+)|Connection closed by peer \[|^Primary job .*terminated normally, but|^mpirun (?:detected|noticed)/,
    line: 'ERROR:torch.distributed.elastic.multiprocessing.api:failed (exitcode: 1) local_rank: 0 (pid: 12) of binary: /usr/bin/python',
  },
]
