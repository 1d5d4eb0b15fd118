using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Streams;

namespace Speeko.Relay;

/// <summary>Makes the parts of one relay, on silos and on clients.</summary>
internal sealed class RelayAdapterFactory : IQueueAdapterFactory, IQueueAdapterCache
{
    private readonly ConcurrentDictionary<QueueId, RelayCache> _caches = [];
    private readonly IServiceProvider _services;
    private readonly RelayOptions _options;
    private readonly RelayQueueMapper _mapper;
    private readonly RelayAdapter _adapter;
    private readonly IGrainFactory _grains;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly RelayLocality _locality;

    private RelayAdapterFactory(IServiceProvider services, string name)
    {
        _services = services;
        _options = services.GetRequiredKeyedService<RelayOptions>(name);
        _time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        _grains = services.GetRequiredService<IGrainFactory>();
        _logger = services.GetRequiredService<ILogger<RelayAdapter>>();
        _mapper = new(name, _options.QueueCount);
        _locality = services.GetRequiredKeyedService<RelayLocality>(name);
        _adapter = new(name, _options, _mapper, _grains, CreateReceiver, _locality, _time);
    }

    public static IQueueAdapterFactory Create(IServiceProvider services, string name) =>
        new RelayAdapterFactory(services, name);

    public Task<IQueueAdapter> CreateAdapter() => Task.FromResult<IQueueAdapter>(_adapter);

    public IQueueAdapterCache GetQueueAdapterCache() => this;

    public IStreamQueueMapper GetStreamQueueMapper() => _mapper;

    public Task<IStreamFailureHandler> GetDeliveryFailureHandler(QueueId queueId) =>
        Task.FromResult<IStreamFailureHandler>(new NoOpStreamDeliveryFailureHandler());

    /// <summary>The agent asks for the cache first, then for the receiver: the two know each other.</summary>
    public IQueueCache CreateQueueCache(QueueId queueId) => _caches[queueId] = new(
        queueId.GetNumericId().ToString(CultureInfo.InvariantCulture),
        _options,
        _services.GetRequiredService<RelayMetrics>(),
        _time,
        _logger);

    private RelayReceiver CreateReceiver(QueueId queueId)
    {
        var queue = (int)queueId.GetNumericId();
        return new(
            queue,
            RelayAdapter.QueueGrain(_grains, _adapter.Name, queue),
            _caches[queueId],
            _locality,
            _services.GetRequiredService<ILocalSiloDetails>().SiloAddress,
            _options,
            _time,
            _logger);
    }
}
