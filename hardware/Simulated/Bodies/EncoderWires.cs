using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Hardware.Simulated;

/// <summary>
/// Turns a wheel's angle into edges on two pins, one after the other, A ahead of B forward; some edges bounce. While cut, the
/// pins stand still and the wheel turns on unseen.
/// </summary>
/// <param name="board">Whose pins.</param>
/// <param name="pinA">Channel A.</param>
/// <param name="pinB">Channel B.</param>
/// <param name="radiansPerTick">Turn of the wheel per edge.</param>
/// <param name="bounceProbability">Share of edges that come three times.</param>
/// <param name="noise">Drawn once an edge.</param>
public sealed class EncoderWires(
    PinBoard board, int pinA, int pinB, double radiansPerTick, double bounceProbability, Xoshiro256 noise)
{
    private long _count;

    /// <summary>True while the encoder is dead.</summary>
    public bool IsCut { get; set; }

    public void Follow(double angleRad)
    {
        var target = (long)Math.Floor(angleRad / radiansPerTick);
        while (_count != target)
        {
            var next = _count + Math.Sign(target - _count);
            if (!IsCut)
            {
                Show(next);
                if (noise.NextDouble() < bounceProbability)
                {
                    Show(_count);
                    Show(next);
                }
            }

            _count = next;
        }
    }

    private void Show(long count)
    {
        var phase = count & 3;
        board.Drive(pinA, phase is 1 or 2);
        board.Drive(pinB, phase is 2 or 3);
    }
}
