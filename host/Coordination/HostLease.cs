using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Host.Coordination;

/// <summary>
/// One host commands a fleet. It says so once a second in a retained message, and its last will says that it has ended; a retained word
/// that nobody repeats is of a host and a broker that both died. A second host asks first and finds out who and since when; taking over is
/// said to the first, which then falls silent. Messages on one topic reach everybody in one order, so that of two who begin at once the
/// same one is first for both.
/// </summary>
public sealed class HostLease
{
    private const long BeatUs = 1_000_000;

    /// <summary>A holder that is alive is heard again within this time, also on a busy machine.</summary>
    private const long SilenceUs = 4_000_000;

    private readonly FleetSession session;
    private readonly LeaseWord self;
    private LeaseWord? other;
    private long otherHeardUs;
    private long askedUs;
    private long beatUs;
    private bool takesOver;
    private bool isReturning;
    private bool isAlive;
    private bool isUrgent;
    private bool hasEcho;
    private bool wasConnected;

    /// <param name="session">Subscribed.</param>
    public HostLease(FleetSession session, LeaseWord self)
    {
        this.session = session;
        this.self = self;
        session.LeaseReceived += Hear;
    }

    public enum Stage
    {
        /// <summary>Nothing was said yet.</summary>
        None,

        /// <summary>Finds out whether another host commands.</summary>
        Asking,

        /// <summary>Has claimed, and has not heard itself yet.</summary>
        Claiming,

        /// <summary>This host commands.</summary>
        Held,

        /// <summary>Another does, and did before.</summary>
        Refused,

        /// <summary>Another has taken over.</summary>
        Lost,
    }

    public Stage Now { get; private set; }

    /// <summary>The other host, where there is one.</summary>
    public LeaseWord? Other => other;

    public static string TopicOf(string fleet) => Topics.Of(fleet, Topics.HostName, Topics.Lease);

    /// <summary>For <see cref="LinkOptions.Will"/>.</summary>
    public static Message WillOf(string fleet, LeaseWord self) =>
        new(TopicOf(fleet), (self with { Says = LeaseWord.Ended }).Write(), Retained: true);

    /// <summary>Begins to ask; poll until the stage is Held or Refused.</summary>
    /// <param name="takeOver">Whoever holds it is to make way.</param>
    public void Ask(bool takeOver, long nowUs)
    {
        Now = Stage.Asking;
        takesOver = takeOver;
        askedUs = nowUs;
        (hasEcho, isAlive) = (false, false);
        session.SayLease((self with { Says = LeaseWord.Asks }).Write(), retain: false);
    }

    /// <summary>Call often, after the session's own poll.</summary>
    public void Poll(long nowUs)
    {
        if (session.IsConnected && !wasConnected && Now == Stage.Held)
        {
            // What was said while the line was down comes now: asked like anybody else, and held on to where nobody came in between.
            (other, isReturning) = (null, true);
            Ask(takeOver: false, nowUs);
        }

        wasConnected = session.IsConnected;
        if (Now == Stage.Asking && (hasEcho || nowUs - askedUs > SilenceUs))
            Decide(nowUs);
        if (Now == Stage.Claiming && hasEcho)
            Now = Stage.Held;
        if (Now is Stage.Held or Stage.Claiming && (isUrgent || nowUs - beatUs >= BeatUs))
            Beat(nowUs);
    }

    /// <summary>The fleet is free again.</summary>
    public void Release()
    {
        if (Now is Stage.Held or Stage.Claiming)
            session.SayLease([], retain: true);
        Now = Stage.None;
    }

    private void Decide(long nowUs)
    {
        if (other is not null && !takesOver)
        {
            if (isAlive)
                Now = isReturning ? Stage.Lost : Stage.Refused;
            else if (nowUs - Math.Max(otherHeardUs, askedUs) > SilenceUs)
                other = null;
            if (other is not null)
                return;
        }

        Now = Stage.Claiming;
        (hasEcho, isReturning) = (false, false);
        Beat(nowUs);
    }

    private void Beat(long nowUs)
    {
        (beatUs, isUrgent) = (nowUs, false);
        var word = Now == Stage.Claiming && takesOver && other is not null ? self with { TakesOver = other.Holder } : self;
        session.SayLease(word.Write(), retain: true);
    }

    private void Hear(Message message)
    {
        if (message.Payload.Length == 0)
        {
            if (Now == Stage.Asking)
                other = null;
            return;
        }

        if (LeaseWord.TryRead(message.Payload) is not { } word)
            return;
        if (word.Holder == self.Holder)
        {
            // Its own will of a connection before says nothing.
            hasEcho |= !message.Retained && word.Says == (Now == Stage.Asking ? LeaseWord.Asks : LeaseWord.Claims);
            return;
        }

        if (word.Says == LeaseWord.Ended)
        {
            if (other?.Holder == word.Holder)
                other = null;
            // Another's last will may have replaced what this one keeps on the broker.
            isUrgent = true;
        }
        else if (word.Says == LeaseWord.Claims)
        {
            HearClaim(word, message.Retained);
        }
        else
        {
            // Whoever asks need not wait for the next beat.
            isUrgent = true;
        }
    }

    private void HearClaim(LeaseWord word, bool isRetained)
    {
        switch (Now)
        {
            case Stage.Asking:
                isAlive |= !isRetained;
                (other, otherHeardUs) = (word, session.NowUs);
                break;
            case Stage.Claiming when word.TakesOver != self.Holder && !takesOver && !hasEcho && !isRetained:
                // It claimed before this one was heard, so it is first for everybody.
                (other, Now) = (word, Stage.Refused);
                break;
            case Stage.Held or Stage.Claiming when word.TakesOver == self.Holder:
                (other, Now) = (word, Stage.Lost);
                break;
            case Stage.Held or Stage.Claiming:
                isUrgent = true;
                break;
        }
    }
}
