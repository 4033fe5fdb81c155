using System.Collections.Concurrent;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;

namespace MultiAgentEdge.Host.Missions.Formation.Planar;

/// <summary>
/// Orders for a formation that drives, from its fleet's topic host/formation and from a terminal's keys. What cannot be carried out is
/// answered with its code, and the formation drives on.
/// </summary>
public sealed class OrderDesk(FleetSession session, FormationConductor conductor)
{
    private readonly ConcurrentQueue<(FormationOrder? Order, MaeException? Wrong)> waiting = new();

    /// <summary>Something worth telling a person.</summary>
    public event Action<string>? Said;

    /// <summary>Listens to the topic; to be called before the session subscribes.</summary>
    public void Open()
    {
        session.Hear(Topics.Orders);
        session.Told += (leaf, text) =>
        {
            if (leaf != Topics.Orders)
                return;
            try
            {
                waiting.Enqueue((FormationOrderJson.Parse(text), null));
            }
            catch (MaeException wrong)
            {
                waiting.Enqueue((null, wrong));
            }
        };
    }

    /// <summary>From this program's own terminal; from any thread.</summary>
    public void Take(FormationOrder order) => waiting.Enqueue((order, null));

    /// <summary>Hands waiting orders to the conductor and answers each; between two periods.</summary>
    public void Poll()
    {
        while (waiting.TryDequeue(out var next))
        {
            var wrong = next.Wrong;
            try
            {
                if (next.Order is { } order)
                    conductor.Take(order);
            }
            catch (MaeException refused)
            {
                wrong = refused;
            }

            if (wrong is not null)
                Said?.Invoke(wrong.Message);
            session.Tell(Topics.OrderAnswers, OrderAnswer.Of(wrong));
        }
    }
}
