using MultiAgentEdge.Hardware;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Firmware.Sim;

/// <summary>
/// One rover on simulated hardware: the firmware's own agent, a simulated body, a simulated flash that survives <see cref="Reboot"/>, a
/// real or in-process link.
/// </summary>
public sealed class RoverInstance : IDisposable
{
    private const long LoaderPollUs = 10_000;

    private readonly Func<IMessageLink> connect;
    private readonly LinkOptions linkOptions;
    private readonly RoverOptions options;
    private readonly RoverHardware hardware;
    private readonly Action<RoverHardware>? tap;
    private readonly IBody body;
    private readonly IBody? otherBody;
    private readonly IBody? pointBody;
    private readonly Action? forget;
    private readonly RoundTrips.Rover? trips;
    private readonly SimulatedPrograms? programs;
    private IMessageLink link;

    /// <param name="body">What the agent drives; its physics follow the clock by themselves.</param>
    /// <param name="connect">Makes a fresh, unconnected link; called at every boot.</param>
    /// <param name="emergencyStop">May be null: no such input.</param>
    /// <param name="tap">May put something between the agent and its hardware, before every boot.</param>
    /// <param name="otherBody">May be null. The same body in other coordinates, as boards have it.</param>
    /// <param name="pointBody">May be null. The same body as the point before its axle, as boards have it.</param>
    /// <param name="forget">At every <see cref="Reboot"/>: what the body's drivers had in their memory is gone. Null: they have
    /// none.</param>
    /// <param name="trips">Counts how long its prices take; null: nobody does.</param>
    /// <param name="programs">Its loader; null: a board whose program never changes.</param>
    /// <param name="pose">May be null: no tracker reaches it. What the body's drivers believe of where they are.</param>
    public RoverInstance(
        RoverOptions options, IClock clock, IBody body, IBlockStore store, Func<IMessageLink> connect, LinkOptions linkOptions,
        IEmergencyStop? emergencyStop = null, Action<RoverHardware>? tap = null, IBody? otherBody = null, Action? forget = null,
        IBody? pointBody = null, IPoseEstimate? pose = null, RoundTrips? trips = null, SimulatedPrograms? programs = null)
    {
        this.programs = programs;
        this.trips = trips?.Begin();
        (this.body, this.otherBody, this.pointBody, this.forget) = (body, otherBody, pointBody, forget);
        this.tap = tap;
        this.options = options;
        this.connect = connect;
        this.linkOptions = linkOptions;
        link = connect();
        hardware = new RoverHardware
        {
            Clock = clock,
            Body = body,
            OtherBody = otherBody!,
            PointBody = pointBody!,
            Pose = pose!,
            Store = store,
            Link = new MessagingLink(link, linkOptions, this.trips),
            Stopwatch = new SystemClock(),
            EmergencyStop = emergencyStop,
        };
        tap?.Invoke(hardware);
        programs?.Boot(options, hardware);
        Agent = new RoverAgent(options, hardware);
    }

    public string Name => options.Name;

    public RoverAgent Agent { get; private set; }

    public IBody Body => hardware.Body;

    /// <summary>Off: neither polled nor waited for; its body coasts.</summary>
    public bool IsPoweredOff { get; private set; }

    /// <summary>At its broker, as far as its client knows.</summary>
    public bool IsConnected => !IsPoweredOff && link.IsConnected;

    public bool IsWaiting => !IsPoweredOff && IsRunning && Agent.IsNegotiating;

    public long NextWakeUs =>
        IsPoweredOff ? long.MaxValue : IsRunning ? Agent.NextWakeUs : hardware.Clock.NowUs + LoaderPollUs;

    /// <summary>The agent runs: neither does the loader take an update, nor is the program one that does nothing.</summary>
    public bool IsRunning => programs?.IsRunning != false;

    /// <summary>Hands it a message at this very instant, as its link would; for what comes at an exact time, however long a network
    /// takes.</summary>
    public void Hear(string topic, ReadOnlySpan<byte> payload)
    {
        if (!IsPoweredOff)
            (hardware.Link as MessagingLink)?.Hear(topic, payload);
    }

    public void Poll()
    {
        if (IsPoweredOff)
            return;
        if (IsRunning)
            Agent.Poll();
        if (programs?.Poll(hardware.Clock.NowUs) == true)
            Reboot();
    }

    /// <summary>Cuts the power: the link drops without a goodbye, memory is lost, flash stays.</summary>
    public void PowerOff()
    {
        IsPoweredOff = true;
        hardware.Body.Stop();
        // A network client would say goodbye, and the broker would keep its last will to itself.
        if (link is InProcessLink inProcess)
            inProcess.Drop();
        else
            (hardware.Link as MessagingLink)?.SayLost();
        link.Dispose();
    }

    /// <summary>Starts the firmware anew from its flash.</summary>
    public void Reboot()
    {
        if (!IsPoweredOff)
            PowerOff();
        link = connect();
        hardware.Link = new MessagingLink(link, linkOptions, trips);
        (hardware.Body, hardware.OtherBody, hardware.PointBody) = (body, otherBody!, pointBody!);
        forget?.Invoke();
        tap?.Invoke(hardware);
        programs?.Boot(options, hardware);
        options.BootCount++;
        // Another life: zero stays zero, and the agent makes a number of its own.
        options.Instance = options.Instance == 0 ? 0 : options.Instance + 1;
        Agent = new RoverAgent(options, hardware);
        IsPoweredOff = false;
    }

    public void Dispose()
    {
        hardware.Body.Stop();
        if (!IsPoweredOff)
            (hardware.Link as MessagingLink)?.SayLost();
        link.Dispose();
    }
}
