using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MultiAgentEdge.Host.Messaging;

/// <summary>A native client with a network thread of its own.</summary>
internal sealed unsafe class MosquittoSession : ILinkSession
{
    /// <summary>Bounds how long an idle thread takes to see that it is to end.</summary>
    private const int LoopTimeoutMs = 200;

    /// <summary>libmosquitto takes no shorter keep-alive.</summary>
    private const int ShortestKeepAliveS = 5;

    private readonly LinkOptions _options;
    private readonly Inbox _inbox;
    private readonly RefusalHandler _onRefused;
    private readonly MosquittoHandle _client;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly Dictionary<int, TaskCompletionSource<int>> _subscribing = [];
    private readonly Dictionary<int, string> _acknowledging = [];
    private GCHandle _self;
    private int _outstanding;
    private volatile bool _isConnected;
    private volatile bool _stop;
    private string? _failure;
    private string? _refusal;
    private int _refusalCode;

    public MosquittoSession(LinkOptions options, Inbox inbox, RefusalHandler onRefused)
    {
        _options = options;
        _inbox = inbox;
        _onRefused = onRefused;
        _self = GCHandle.Alloc(this);
        _client = MosquittoNative.New(options.ClientId, cleanStart: true, GCHandle.ToIntPtr(_self));
        try
        {
            Configure();
        }
        catch
        {
            _client.Dispose();
            _self.Free();
            throw;
        }

        _thread = new Thread(Run) { IsBackground = true, Name = $"mqtt {options.ClientId}" };
        _thread.Start();
    }

    public bool IsConnected => _isConnected;

    public int LossReason { get; private set; }

    public void WaitUntilConnected()
    {
        bool isAnswered = _answered.Task.Wait(_options.ConnectTimeout);
        if (_isConnected)
            return;
        if (_refusal is { } refusal)
            throw Errors.ConnectRefused(_options, _refusalCode, refusal);
        throw isAnswered ? Errors.Unreachable(_options, _failure ?? "connection lost", null) : Errors.ConnectTimeout(_options);
    }

    public bool TryPublish(string topic, ReadOnlySpan<byte> payload, QualityOfService qos, bool retain)
    {
        if (!_isConnected)
            return false;
        bool isQueued = Interlocked.Increment(ref _outstanding) <= _options.OutboxCapacity;
        try
        {
            isQueued = isQueued && Queue(topic, payload, qos, retain);
        }
        catch (ObjectDisposedException)
        {
            // The connection ended between the check and the call.
            isQueued = false;
        }

        if (!isQueued)
            Interlocked.Decrement(ref _outstanding);
        return isQueued;
    }

    public Task<int>? Subscribe(string filter, QualityOfService qos)
    {
        lock (_gate)
        {
            try
            {
                if (!_isConnected || MosquittoNative.Subscribe(_client, out int mid, filter, (int)qos) != MosquittoNative.Success)
                    return null;
                var answer = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
                _subscribing[mid] = answer;
                return answer.Task;
            }
            catch (ObjectDisposedException)
            {
                return null;
            }
        }
    }

    public string ReasonText(int reasonCode) => MosquittoNative.ReasonText(reasonCode);

    public void Close(TimeSpan timeout)
    {
        long start = Stopwatch.GetTimestamp();
        while (_isConnected && Volatile.Read(ref _outstanding) > 0 && Stopwatch.GetElapsedTime(start) < timeout)
            Thread.Sleep(1);
        _stop = !TryDisconnect();
        var left = timeout - Stopwatch.GetElapsedTime(start);
        _thread.Join(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        _stop = true;
    }

    private bool TryDisconnect()
    {
        try
        {
            return _isConnected && MosquittoNative.Disconnect(_client) == MosquittoNative.Success;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }

    private bool Queue(string topic, ReadOnlySpan<byte> payload, QualityOfService qos, bool retain)
    {
        fixed (byte* p = payload)
        {
            if (qos == QualityOfService.AtMostOnce)
                return IsTaken(MosquittoNative.Publish(_client, out _, topic, payload.Length, p, 0, retain), topic, payload.Length);

            // The acknowledgement may come before the call returns; the lock makes it wait for the entry.
            lock (_gate)
            {
                if (!IsTaken(MosquittoNative.Publish(_client, out int mid, topic, payload.Length, p, (int)qos, retain), topic, payload.Length))
                    return false;
                _acknowledging[mid] = topic;
                return true;
            }
        }
    }

    /// <summary>A broker says at CONNACK how large a packet it takes, and the client keeps larger ones back.</summary>
    private bool IsTaken(int error, string topic, int bytes)
    {
        if (error is MosquittoNative.OversizePacket or MosquittoNative.PayloadSize)
            _onRefused($"publish on {topic}: {bytes} bytes, more than the broker takes", ReasonCodes.PacketTooLarge);
        return error == MosquittoNative.Success;
    }

    private void Configure()
    {
        if (_client.IsInvalid)
            throw new ArgumentException($"libmosquitto does not take the client id '{_options.ClientId}'.");
        Check(MosquittoNative.IntOption(_client, MosquittoNative.OptProtocolVersion, MosquittoNative.ProtocolV5));
        Check(MosquittoNative.IntOption(_client, MosquittoNative.OptTcpNoDelay, 1));
        Check(MosquittoNative.ThreadedSet(_client, true));
        if (_options.User is not null)
            Check(MosquittoNative.UsernamePasswordSet(_client, _options.User, _options.Password));
        if (_options.CaFile is not null && MosquittoNative.TlsSet(_client, _options.CaFile, null, null, null, IntPtr.Zero) is not MosquittoNative.Success)
            throw Errors.CaFile(_options.CaFile);
        if (_options.Will is { } will)
        {
            fixed (byte* p = will.Payload)
                Check(MosquittoNative.WillSet(_client, will.Topic, will.Payload.Length, p, 1, retain: true));
        }

        MosquittoNative.OnConnect(_client, &HandleConnect);
        MosquittoNative.OnDisconnect(_client, &HandleDisconnect);
        MosquittoNative.OnPublish(_client, &HandlePublish);
        MosquittoNative.OnSubscribe(_client, &HandleSubscribe);
        MosquittoNative.OnMessage(_client, &HandleMessage);
    }

    private static void Check(int error)
    {
        if (error != MosquittoNative.Success)
            throw new ArgumentException($"libmosquitto: {MosquittoNative.ErrorText(error)}");
    }

    private void Run()
    {
        int keepAliveS = Math.Max(ShortestKeepAliveS, (int)_options.KeepAlive.TotalSeconds);
        int error = MosquittoNative.ConnectAsync(_client, _options.Host, _options.Port, keepAliveS);
        while (error == MosquittoNative.Success && !_stop)
            error = MosquittoNative.Loop(_client, LoopTimeoutMs, maxPackets: 1);

        const int ErrorInErrno = 14;
        _failure = error == ErrorInErrno ? Marshal.GetLastPInvokeErrorMessage() : MosquittoNative.ErrorText(error);
        _isConnected = false;
        _answered.TrySetResult();
        lock (_gate)
        {
            foreach (var waiting in _subscribing.Values)
                waiting.TrySetCanceled();
            _subscribing.Clear();
            _acknowledging.Clear();
        }

        // Nobody calls back after this: the loop was this thread.
        _client.Dispose();
        _self.Free();
    }

    private static MosquittoSession Of(IntPtr userData) => (MosquittoSession)GCHandle.FromIntPtr(userData).Target!;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void HandleConnect(IntPtr client, IntPtr userData, int reason, int flags, IntPtr properties)
    {
        var session = Of(userData);
        if (reason == 0)
            session._isConnected = true;
        else
            (session._refusalCode, session._refusal) = (reason, MosquittoNative.ReasonText(reason));
        session._answered.TrySetResult();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void HandleDisconnect(IntPtr client, IntPtr userData, int reason, IntPtr properties)
    {
        var session = Of(userData);
        session.LossReason = reason;
        if (reason == ReasonCodes.PacketTooLarge)
            session._onRefused($"the connection: {MosquittoNative.ReasonText(reason)}", reason);
        session._isConnected = false;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void HandlePublish(IntPtr client, IntPtr userData, int mid, int reason, IntPtr properties)
    {
        var session = Of(userData);
        Interlocked.Decrement(ref session._outstanding);
        string? topic;
        lock (session._gate)
            session._acknowledging.Remove(mid, out topic);
        if (reason >= NetworkLink.FirstFailureReason)
            session._onRefused($"publish on {topic}: {MosquittoNative.ReasonText(reason)}", reason);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void HandleSubscribe(IntPtr client, IntPtr userData, int mid, int count, int* granted, IntPtr properties)
    {
        var session = Of(userData);
        int reason = count > 0 ? granted[0] : NetworkLink.FirstFailureReason;
        if (reason >= NetworkLink.FirstFailureReason)
            session._onRefused($"subscription: {MosquittoNative.ReasonText(reason)}", reason);
        lock (session._gate)
        {
            if (session._subscribing.Remove(mid, out var answer))
                answer.TrySetResult(reason);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void HandleMessage(IntPtr client, IntPtr userData, MosquittoNative.NativeMessage* message, IntPtr properties)
    {
        string topic = Marshal.PtrToStringUTF8((IntPtr)message->Topic) ?? "";
        var payload = new ReadOnlySpan<byte>(message->Payload, message->PayloadLength).ToArray();
        Of(userData)._inbox.TryAdd(new Message(topic, payload, message->Retain != 0));
    }
}
