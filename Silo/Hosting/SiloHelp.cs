namespace Speeko.Silo.Hosting;

internal static class SiloHelp
{
    public const string Text = """
        speeko-silo: one member of a Speeko cluster. It speaks for the sessions that it holds.

        Settings, as --Name=value, environment variable (Name with __ for :) or in appsettings.json:

          --urls                       where /health/live and /health/ready are served   http://127.0.0.1:5000
          --Cluster:Redis              host:port of the store; none: one machine only
          --Cluster:ClusterId          who has the same id belongs together                speeko
          --Cluster:SiloPort           port for other silos                                11111
          --Cluster:GatewayPort        port for frontends                                  30000
          --Cluster:AdvertisedAddress  address that the others reach this silo at          127.0.0.1
          --Cluster:PrimarySiloPort    without Redis: silo port of the first silo
          --Cluster:PeerWatch          declare a silo dead as soon as its process is gone  true
          --SpeechWorkers:Workers      engine processes                                    one per core
          --SegmentMemory:MaxBytes     finished audio kept in memory                       25165824
          --Scheduler:MaxWaitMs        a first word that would come later is refused       3000
          --Scheduler:MaxQueued        sentences of listeners that may wait for an engine  4096
          --Scheduler:MaxPrefetch      sentences that may wait without a listener          512
          --AudioCache:Redis           another store for finished audio; none: Cluster:Redis
          --AudioCache:TtlSeconds      how long Redis keeps finished audio                 86400
          --AudioCache:HedgeDelayMs    a slower Redis has to race an engine                50
          --AudioCache:MaxEntryBytes   a longer sentence is not kept in Redis              2097152
          --AudioCache:MaxPendingBytes audio that may wait to be written to Redis          67108864
          --AudioCache:ProbeMs         how often a lost Redis is tried again               500
          --Session:WindowFrames       frames a session runs ahead of its listener         7
          --Session:LeaseSeconds       a session waits so long for a lost listener         30
          --Session:KeptSeconds        audio kept for who comes back or joins              60
          --Relay:Provider             Push, or Memory for the stock streams               Push
          --CHUNK_SIZE                 most bytes of a chunk                               4096
          --STREAM_BUFFER_SIZE         most bytes of a frame                               65536
          --Lifetime:StopWithStdin     stop when standard input ends                       false
        """;
}
