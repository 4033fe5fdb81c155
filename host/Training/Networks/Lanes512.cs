using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MultiAgentEdge.Host.Training.Networks;

internal readonly struct Lanes512(Vector512<float> value) : ILanes<Lanes512>
{
    private readonly Vector512<float> value = value;

    public static int Count => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Load(ref float from, nint at) => new(Vector512.LoadUnsafe(ref from, (nuint)at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Broadcast(float value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 MultiplyAdd(Lanes512 left, Lanes512 right, Lanes512 added) => new(Vector512.FusedMultiplyAdd(left.value, right.value, added.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Rectify(Lanes512 value) =>
        new(Vector512.ConditionalSelect(Vector512.LessThanOrEqual(value.value, Vector512<float>.Zero), Vector512<float>.Zero, value.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Add(Lanes512 left, Lanes512 right) => new(left.value + right.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 WhereAboveZero(Lanes512 gate, Lanes512 value) =>
        new(Vector512.ConditionalSelect(Vector512.GreaterThan(gate.value, Vector512<float>.Zero), value.value, Vector512<float>.Zero));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes512 value, ref float to, nint at) => value.value.StoreUnsafe(ref to, (nuint)at);
}
