namespace Gyroscope.Nano.Check
{
    /// <summary>The one bus of the simulated board.</summary>
    public static class SimulatedBus
    {
        /// <summary>May be null: nothing is wired to it.</summary>
        public static IWire Wire;
    }
}
