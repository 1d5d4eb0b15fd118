namespace Speeko.Tests.Cluster;

/// <summary>How a storage can be away.</summary>
public enum StorageLoss
{
    /// <summary>There is no connection.</summary>
    Disconnects,

    /// <summary>Every question is answered by an exception, as by a Redis that is full.</summary>
    Refuses,

    /// <summary>No question is answered, and all are when it is given back.</summary>
    Hangs,
}
