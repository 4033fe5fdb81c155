namespace MultiAgentEdge.NanoProfile;

/// <summary>The table of rules. A code, once given, keeps its meaning.</summary>
public static class Rules
{
    public static readonly Rule Compiles = new(
        "NANO001", "board code is compiled as C# 9 without .NET's symbols, and does not compile",
        "write it in C# 9, or keep .NET-only code behind #if NET", OncePerLine: false);

    public static readonly Rule Generic = new(
        "NANO101", "the interpreter has no generics and crashes on them", "write a class, array or delegate of the concrete type");
    public static readonly Rule MultiDimensionalArray = new(
        "NANO102", "a board has no multi-dimensional arrays", "use a flat row-major array with an index, or an array of arrays");
    public static readonly Rule Tuple = new(
        "NANO103", "tuples are generic structs, which a board lacks", "use out parameters or a class of your own");
    public static readonly Rule Record = new(
        "NANO104", "records need library members that a board lacks", "write a sealed class with public fields");
    public static readonly Rule NullableValue = new(
        "NANO105", "nullable value types are generic structs, which a board lacks",
        "use a flag beside the value, or Try... with an out parameter");
    public static readonly Rule NullConditional = new(
        "NANO106", "the null-conditional operator is outside what the interpreter was proven to run", "test for null with an if");
    public static readonly Rule RangeOrIndex = new(
        "NANO107", "System.Range and System.Index are not on the board", "compute the index from Length");
    public static readonly Rule Async = new(
        "NANO108", "a board has no tasks and no async state machines", "use a Thread or a state that the loop advances");
    public static readonly Rule Yield = new(
        "NANO109", "iterators need library members that a board lacks", "fill an array that the caller hands in");
    public static readonly Rule Linq = new("NANO110", "LINQ is not on the board", "write the loop");
    public static readonly Rule Dynamic = new("NANO111", "a board has no runtime binder", "use the static type or an interface");
    public static readonly Rule Volatile = new("NANO112", "volatile needs a modifier type that a board lacks", "use lock or Interlocked");
    public static readonly Rule Decimal = new("NANO113", "a board has no decimal arithmetic", "use double, or long in the smallest unit");
    public static readonly Rule InterfaceBody = new(
        "NANO114", "the interpreter has no default or static interface members",
        "put the code into a static class or an abstract base class");
    public static readonly Rule Unsafe = new(
        "NANO115", "a board verifies nothing about pointers and reads floats through them wrongly", "use arrays and BitConverter");
    public static readonly Rule Checked = new(
        "NANO116", "the interpreter does not throw on overflow", "test the range before the operation");
    public static readonly Rule NullableAnnotation = new(
        "NANO117", "nullable annotations put attributes into the assembly that a board lacks",
        "leave them out; board code is compiled with nullable off");
    public static readonly Rule AnonymousType = new("NANO118", "anonymous types are generic classes", "declare a class");
    public static readonly Rule CovariantReturn = new(
        "NANO119", "the interpreter has no covariant overrides", "keep the return type of the base method");
    public static readonly Rule RefStruct = new(
        "NANO120", "ref structs need library members that a board lacks", "use a class or a plain struct");

    public static readonly Rule StaticOrder = new(
        "NANO121", "a board runs the static initialisers of an assembly class by class when it loads, not when a class is first used",
        "make the other one a constant, or compute the value where it is needed", OncePerLine: false);
    public static readonly Rule HiddenVirtual = new(
        "NANO122", "a call through the base reaches the hiding member on a board, and the base's on .NET",
        "override it, or give it another name");
    public static readonly Rule ReadOnlyReference = new(
        "NANO123", "the compiler marks this with InAttribute, which a board lacks", "use ref, or pass it by value");

    public static readonly Rule UnknownType = new(
        "NANO201", "this type is not on the reviewed list of what a board has", "use a type from firmware/NanoProfile/Api or mscorlib",
        OncePerLine: false);
    public static readonly Rule UnknownMember = new(
        "NANO202", "this member is not on the reviewed list of what a board has", "use a member from firmware/NanoProfile/Api or mscorlib",
        OncePerLine: false);
    public static readonly Rule EnumText = new(
        "NANO203", "on a board the text of an enum value is its number", "write a switch that returns the name, or cast to int on purpose");
    public static readonly Rule EmptyParams = new(
        "NANO204", "a params call without values takes Array.Empty<T>() on .NET, which a board lacks, and a new array on the board",
        "hand in an array that you keep, or add an overload without params");

    public static readonly Rule FloatText = new(
        "NANO205", "the text of a float or double differs: other digits, half rounded up, no exponent below 1e10, no minus on zero",
        "write a whole number of a small unit (millivolts, micrometres)");

    public static readonly Rule CastReinterpreted = new(
        "NANO301", "a cast between signed and unsigned emits no instruction, so the interpreter still takes the value for unsigned",
        "write (int)(long)u for 32 bits, or store it in a field or array element first (the optimiser removes a local that is read once)",
        OncePerLine: false);

    public static readonly Rule InfinityCompared = new(
        "NANO302", "on a board plus and minus infinity compare as equal", "ask double.IsInfinity, or compare with a finite bound (1e30)");
    public static readonly Rule SignedDivision = new(
        "NANO303", "the least int or long divided by -1 ends the process on a board; .NET throws",
        "divide by a constant, or look at the divisor first (if (divisor < 1) ...)", OncePerLine: false);

    public static readonly Rule ByteCodeBytes = new(
        "NANO401", "bytecode must stay under 65536 bytes an assembly", "split the assembly, or keep tables in the parameter store");
    public static readonly Rule DataBytes = new(
        "NANO402", "array-initialiser data and signatures must stay under 65536 bytes an assembly and fail silently above",
        "load the numbers from the parameter store");
    public static readonly Rule LocalCount = new("NANO403", "a method may have at most 250 locals", "split the method");
    public static readonly Rule BranchBytes = new("NANO404", "a branch reaches at most 32767 bytes", "split the method");
}
