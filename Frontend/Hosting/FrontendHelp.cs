namespace Speeko.Frontend.Hosting;

internal static class FrontendHelp
{
    public const string Text = """
        speeko-frontend: faces the listeners of a Speeko cluster. It keeps nothing; have as many as you like.

        Settings, as --Name=value, environment variable (Name with __ for :) or in appsettings.json:

          --urls                              where to listen    http://127.0.0.1:8000;http://127.0.0.1:8001
          --Cluster:Redis                     host:port of the cluster's store; none: a silo on this machine
          --Cluster:ClusterId                 which cluster                                          speeko
          --Cluster:GatewayPort               without Redis: the silo's port for frontends           30000
          --Auth:ApiKeys:0                    a key that lets its bearer in; more as :1, :2 …
          --Auth:AllowAnonymous               ask for no key                                         false
          --Limits:MaxTextChars               text of one request                                    131072
          --Limits:MaxMessageBytes            one message                                            1048576
          --Limits:MaxPrefetchTexts           texts of one prefetch                                  1000
          --Limits:MaxPrefetchChars           all texts of one prefetch                              131072
          --Limits:IdleSeconds                a silent socket is closed                              300
          --Limits:StalledSeconds             a listener who takes nothing of what it is sent is cut off  30
          --Limits:MaxSessionsPerConnection   sessions at a time on one SignalR connection           16
          --SegmentCache:MaxBytes             finished sentences kept for its listeners              67108864
          --Relay:Provider                    Push, or Memory for the stock streams                  Push
          --TCP_NODELAY                       send small packets at once                             true
          --Lifetime:StopWithStdin            stop when standard input ends                          false
        """;
}
