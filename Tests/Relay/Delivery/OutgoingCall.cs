using System.Reflection;
using Orleans.Serialization.Invocation;

namespace Speeko.Tests.Relay.Delivery;

/// <summary>A call that is answered when the test says so.</summary>
internal sealed class OutgoingCall(GrainId target, string interfaceName) : IOutgoingGrainCallContext
{
    public TaskCompletionSource Answer { get; } = new();

    public GrainId TargetId => target;

    public string InterfaceName => interfaceName;

    public IInvokable Request => throw new NotSupportedException();

    public object Grain => throw new NotSupportedException();

    public GrainId? SourceId => null;

    public IGrainContext? SourceContext => null;

    public GrainInterfaceType InterfaceType => default;

    public string MethodName => "";

    public MethodInfo InterfaceMethod => throw new NotSupportedException();

    public object? Result { get; set; }

    public Response? Response { get; set; }

    public Task Invoke() => Answer.Task;
}
