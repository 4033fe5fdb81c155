using System.Security.Cryptography;
using System.Text;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Security;

namespace MultiAgentEdge.Host.Fleet.Adoption;

/// <summary>Gives a rover that nobody knows the settings of a fleet, sealed with the secret of its label for the life that it is in; said
/// again every second until it answers.</summary>
/// <param name="session">Of the fleet <see cref="AdoptionReceiver.Fleet"/>.</param>
/// <param name="stranger">As it calls itself there.</param>
/// <param name="key">Of its label: <see cref="LabelCode.KeyOf"/>.</param>
/// <param name="settings">What it is to become.</param>
public sealed class Adopter(FleetSession session, string stranger, byte[] key, IReadOnlyList<(int Setting, string Value)> settings)
{
    private const long RepeatUs = 1_000_000;
    private long sentUs = long.MinValue / 2;

    public void Poll(long nowUs)
    {
        if (nowUs - sentUs < RepeatUs || !session.Roster.TryGetValue(stranger, out var there)
            || there.Life is not { Boot: >= 0 and <= uint.MaxValue and var boot, Instance: > 0 and <= uint.MaxValue and var instance })
            return;
        sentUs = nowUs;
        var text = Encoding.ASCII.GetBytes(
            string.Join('\n', settings.Select(one => $"{RoverSettings.NameOf(one.Setting)}={one.Value}")));
        var message = new byte[SealedText.OverheadBytes + text.Length];
        RandomNumberGenerator.Fill(message.AsSpan(0, SealedText.NonceBytes));
        text.CopyTo(message, SealedText.NonceBytes);
        new SealedText(key, stranger, (uint)boot, (uint)instance).Seal(message, text.Length);
        session.Post(stranger, Topics.Adopt, message);
    }
}
