namespace MultiAgentEdge.Hardware
{
    /// <summary>
    /// A body on two wheels, seen at the point P at a look-ahead before its axle's middle: state [x m, y m of P, its velocity vx, vy m/s,
    /// heading rad], input [acceleration ax, ay of P m/s^2]. The velocity is the commanded one, mended by what was measured: an input held
    /// for a period T takes it to v + a T.
    /// </summary>
    public interface IPointBody : IPlacedBody
    {
        /// <summary>Of P before the axle's middle, m, above 0; 0 from what only hands on to a body that is no point.</summary>
        double LookAheadM { get; }
    }
}
