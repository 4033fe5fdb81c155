using System.Text;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Integration.Messaging;

/// <summary>Links of one kind for a test, each with topics of its own, and what a test does with them again and again.</summary>
public abstract class LinkLane : IDisposable
{
    /// <summary>Bounds every wait; what is waited for takes milliseconds.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>After this long nothing comes any more.</summary>
    protected static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(150);
    private static int _lastTest;

    private readonly List<IMessageLink> _links = [];
    private readonly string _root = $"test/{Interlocked.Increment(ref _lastTest)}";

    public void Dispose()
    {
        foreach (var link in _links)
            link.Dispose();
        DisposeLane();
        GC.SuppressFinalize(this);
    }

    /// <summary>Skips where this lane is not there.</summary>
    protected abstract IMessageLink CreateLink();

    protected abstract LinkOptions Options(string clientId);

    /// <summary>Ends the link's connection without a goodbye, as a killed program or a torn cable does.</summary>
    protected abstract void Sever(IMessageLink link, string clientId);

    protected virtual void DisposeLane()
    {
    }

    protected string T(string topic) => $"{_root}/{topic}";

    protected IMessageLink Create()
    {
        var link = CreateLink();
        _links.Add(link);
        return link;
    }

    protected IMessageLink Connected(string clientId) => Connect(Create(), Options(clientId));

    protected static IMessageLink Connect(IMessageLink link, LinkOptions options)
    {
        link.Connect(options);
        Assert.True(link.IsConnected);
        return link;
    }

    protected static Message Next(IMessageLink link)
    {
        Assert.True(link.WaitForMessage(Patience), "no message");
        Assert.True(link.TryReceive(out var message));
        return message;
    }

    protected static string Text(Message message) => Encoding.UTF8.GetString(message.Payload);

    protected static void AssertSilence(IMessageLink link) =>
        Assert.False(link.WaitForMessage(Silence), "a message that should not be there");

    protected void Publish(IMessageLink link, string topic, string text, bool retain = false) =>
        Assert.True(link.TryPublish(T(topic), Encoding.UTF8.GetBytes(text), QualityOfService.AtLeastOnce, retain));

    /// <summary>Returns when the broker has handled what this link published before.</summary>
    protected void Barrier(IMessageLink link)
    {
        string topic = T($"barrier-{Guid.NewGuid():N}");
        link.Subscribe(topic, QualityOfService.AtLeastOnce);
        link.TryPublish(topic, [1], QualityOfService.AtLeastOnce, retain: false);
        while (Next(link).Topic != topic)
        {
        }
    }
}
